package org.bitwright.training.graph;

import java.nio.FloatBuffer;
import org.bitwright.training.kernel.NativeFloats;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Moves the values of a parameter between the order in which they are stored and that of the graph. */
final class GraphFloats {
    /** Where in storage each value of the graph lies; empty if in the same place. */
    private final int[] order;

    private final float[] values;

    private GraphFloats(int count, int[] order) {
        this.order = order;
        this.values = new float[count];
    }

    static GraphFloats of(GraphParameter parameter) {
        return new GraphFloats(
                parameter.parameter().values(), parameter.isStorageOrder() ? new int[0] : parameter.order());
    }

    /** Puts values in storage order into an array of the graph. */
    void write(INDArray array, float[] stored) {
        if (stored.length != values.length) {
            throw new IllegalArgumentException("expected " + values.length + " values, found " + stored.length);
        }
        FloatBuffer floats = NativeFloats.of(array);
        if (order.length == 0) {
            floats.put(0, stored);
            return;
        }
        for (int i = 0; i < order.length; i++) {
            values[i] = stored[order[i]];
        }
        floats.put(0, values);
    }

    /** Adds the values of an array of the graph to sums in storage order. */
    void add(INDArray array, double[] sums) {
        NativeFloats.of(array).get(0, values);
        if (order.length == 0) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += values[i];
            }
            return;
        }
        for (int i = 0; i < order.length; i++) {
            sums[order[i]] += values[i];
        }
    }
}
