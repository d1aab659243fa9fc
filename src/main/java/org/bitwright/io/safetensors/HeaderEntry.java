package org.bitwright.io.safetensors;

import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * A tensor as a header describes it.
 *
 * @param begin of its bytes, counted from the end of the header
 * @param end the first byte behind it
 */
record HeaderEntry(String name, ElementType type, Shape shape, long begin, long end) {}
