package org.bitwright.project;

import org.bitwright.quant.QuantConfig;

/** A configuration that was given a name, to come back to. */
public record Variant(String name, QuantConfig config) {}
