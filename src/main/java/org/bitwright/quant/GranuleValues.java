package org.bitwright.quant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The finite values of one granule, gathered into blocks, for a search that looks at them many times. One thread. */
final class GranuleValues {
    /** Small, since the sums of all places are added up once a look. */
    private static final int BLOCK = 256;

    private final List<float[]> blocks = new ArrayList<>();
    private final int count;
    /** All with zeros behind them, where vectors take them. */
    private final float[] padded;

    private final boolean extreme;
    private final float[] quantized = new float[BLOCK];
    private final float[] squares = new float[BLOCK];

    /** @param finite the finite values */
    GranuleValues(float[] finite, Range range) {
        count = finite.length;
        extreme = KernelPath.isExtreme(range);
        if (VectorModule.isOn() && !extreme) {
            padded = Arrays.copyOf(finite, VectorApiSearch.padded(count));
        } else {
            padded = new float[0];
        }
        for (int at = 0; at < count; at += BLOCK) {
            blocks.add(Arrays.copyOfRange(finite, at, Math.min(count, at + BLOCK)));
        }
    }

    /** The finite values of a granule in storage order: a new array. */
    static float[] finite(float[] values, GranuleLayout layout, int granule) {
        float[] gathered = new float[layout.values(granule)];
        layout.gather(values, granule, gathered);
        return finite(gathered);
    }

    /** The finite ones among values, in their order: the same array, if all are. */
    static float[] finite(float[] values) {
        int n = 0;
        for (float x : values) {
            if (Float.isFinite(x)) {
                values[n++] = x;
            }
        }
        return n == values.length ? values : Arrays.copyOf(values, n);
    }

    /** Σe². */
    double squaredError(Grid grid) {
        return extreme || !(grid instanceof UniformGrid uniform) ? scalar(grid) : vector(uniform);
    }

    private double vector(UniformGrid grid) {
        if (padded.length > 0) {
            VectorApiSearch.squares(
                    padded, padded.length, BLOCK, grid.scale(), grid.lowestSteps(), grid.highestSteps(), squares);
            return VectorLoops.drain(squares, Math.min(count, BLOCK));
        }
        int lanes = 0;
        for (float[] x : blocks) {
            VectorLoops.clampAndRound(x, quantized, 0, x.length, grid.scale(), grid.lowestSteps(), grid.highestSteps());
            VectorLoops.addSquares(x, quantized, squares, x.length);
            lanes = Math.max(lanes, x.length);
        }
        return VectorLoops.drain(squares, lanes);
    }

    private double scalar(Grid grid) {
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
