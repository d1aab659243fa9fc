package org.bitwright.onnx;

import java.util.OptionalInt;
import org.bitwright.model.Shape;

/**
 * Which values of a weight share a scale, as DequantizeLinear says it.
 *
 * @param axis of the storage layout along which scales differ; empty for one scale a tensor
 * @param block number of consecutive places along the axis that share a scale, every place of the other axes apart; 0
 *     where each place of the axis has one scale (a channel)
 */
public record ScaleAxis(OptionalInt axis, int block) {
    public ScaleAxis {
        if (block < 0 || block > 0 && axis.isEmpty() || axis.isPresent() && axis.getAsInt() < 0) {
            throw new IllegalArgumentException("blocks of " + block + " along the axis " + axis);
        }
    }

    /** One scale for all values. */
    public static ScaleAxis tensor() {
        return new ScaleAxis(OptionalInt.empty(), 0);
    }

    /** One scale for each place of an axis. */
    public static ScaleAxis channels(int axis) {
        return new ScaleAxis(OptionalInt.of(axis), 0);
    }

    /** One scale for every {@code size} values along an axis; the last block may be shorter. */
    public static ScaleAxis blocks(int axis, int size) {
        return new ScaleAxis(OptionalInt.of(axis), size);
    }

    public boolean isBlocked() {
        return block > 0;
    }

    /** Extents of the tensor of scales of a weight of this shape. */
    long[] extents(Shape shape) {
        if (axis.isEmpty()) {
            return new long[0];
        }
        int at = axis.getAsInt();
        if (at >= shape.rank()) {
            throw new IllegalArgumentException("a weight of shape " + shape + " has no axis " + at);
        }
        long extent = shape.extent(at);
        if (!isBlocked()) {
            return new long[] {extent};
        }
        long[] extents = shape.toArray();
        extents[at] = (extent + block - 1) / block;
        return extents;
    }
}
