package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * Which values share one grid.
 *
 * @param kind of granule
 * @param size number of values of a group; 0 for the other kinds
 */
public record Granularity(Kind kind, int size) {
    /** One grid for the whole tensor. */
    public static final Granularity TENSOR = new Granularity(Kind.TENSOR, 0);

    /** One grid for each output channel. */
    public static final Granularity CHANNEL = new Granularity(Kind.CHANNEL, 0);

    /** What a granule is. */
    public enum Kind {
        TENSOR,
        CHANNEL,
        /** Some consecutive places along the input axis, every place of the other axes apart (ONNX's blocks). */
        GROUP
    }

    public Granularity {
        if (kind == Kind.GROUP ? size < 1 : size != 0) {
            throw new RefusedException(Phrase.of("a group has at least 1 value, not %s", size));
        }
    }

    /** One grid for every {@code size} values along the input axis; the last group of a row may be shorter. */
    public static Granularity group(int size) {
        return new Granularity(Kind.GROUP, size);
    }

    public boolean isTensor() {
        return kind == Kind.TENSOR;
    }

    public boolean isChannel() {
        return kind == Kind.CHANNEL;
    }

    public boolean isGroup() {
        return kind == Kind.GROUP;
    }
}
