package org.bitwright.model;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a data set lies and how its values become inputs.
 *
 * @param samples file of the samples
 * @param labels file of the labels; empty where there are none
 * @param limit at most this many samples from the start; empty for all
 */
public record DataSource(Path samples, Optional<Path> labels, Preprocessing preprocessing, OptionalInt limit) {}
