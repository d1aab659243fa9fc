package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The finite values of one granule, gathered into blocks, for a search that looks at them many times. One thread. */
final class GranuleValues {
    /** Small, since the sums of all places are added up once a look. */
    private static final int BLOCK = 256;

    private final List<float[]> blocks = new ArrayList<>();
    private final boolean extreme;
    private final float[] quantized = new float[BLOCK];
    private final float[] squares = new float[BLOCK];

    GranuleValues(float[] values, ChannelLayout layout, int channel, GranuleStatistics statistics) {
        float[] finite = finite(values, layout, channel, statistics.finite(channel));
        for (int at = 0; at < finite.length; at += BLOCK) {
            blocks.add(Arrays.copyOfRange(finite, at, Math.min(finite.length, at + BLOCK)));
        }
        extreme = KernelPath.isExtreme(statistics.range(channel));
    }

    /** The finite values of a granule in storage order. */
    static float[] finite(float[] values, ChannelLayout layout, int channel, int count) {
        float[] finite = new float[count];
        int n = 0;
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + channel) * layout.inner();
            for (int i = at; i < at + layout.inner(); i++) {
                if (Float.isFinite(values[i])) {
                    finite[n++] = values[i];
                }
            }
        }
        return finite;
    }

    /** Σe². */
    double squaredError(UniformGrid grid) {
        return extreme ? scalar(grid) : vector(grid);
    }

    private double vector(UniformGrid grid) {
        int lanes = 0;
        for (float[] x : blocks) {
            VectorLoops.clampAndRound(x, quantized, 0, x.length, grid.scale(), grid.lowestSteps(), grid.highestSteps());
            VectorLoops.addSquares(x, quantized, squares, x.length);
            lanes = Math.max(lanes, x.length);
        }
        return VectorLoops.drain(squares, lanes);
    }

    private double scalar(UniformGrid grid) {
        double sum = 0;
        for (float[] block : blocks) {
            for (float x : block) {
                double e = (double) grid.quantize(x) - x;
                sum += e * e;
            }
        }
        return sum;
    }
}
