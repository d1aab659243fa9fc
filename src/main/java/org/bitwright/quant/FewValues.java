package org.bitwright.quant;

import java.util.Arrays;

/**
 * The finite values of one small granule for a search that looks at them many times, several grids at a time: a look along
 * so few values takes longer to add up a vector's lanes than for all else. For where the Vector API is; the same to the
 * bit as {@link GranuleValues}. One thread.
 */
final class FewValues implements RangeSearch.SquaredError {
    private static final int GRIDS = VectorApiCandidates.GRIDS;

    /** Two vectors of grids, so that one is worked on while the other is awaited. */
    private static final int TOGETHER = 2 * GRIDS;

    private static final int PLACES = TOGETHER * VectorLoops.PARTS;

    private final float[] repeated;
    private final float[] scale = new float[PLACES];
    private final float[] low = new float[PLACES];
    private final float[] high = new float[PLACES];
    private final double[] sums = new double[PLACES / 2];

    /** @param finite values that {@link #suits}, for grids of integers or of a type of at most 8 bits */
    FewValues(float[] finite) {
        repeated = VectorApiCandidates.repeated(finite);
        Arrays.fill(scale, 1);
    }

    static boolean suits(float[] finite, Range range) {
        return finite.length <= VectorLoops.BLOCK && !KernelPath.isExtreme(range) && VectorModule.isOn();
    }

    @Override
    public int together() {
        return TOGETHER;
    }

    @Override
    public double of(Grid grid) {
        look(new Grid[] {grid}, 0, 1);
        return VectorApiCandidates.sum(sums, 0);
    }

    @Override
    public void ofEach(Grid[] grids, int n, double[] errors) {
        for (int from = 0; from < n; from += TOGETHER) {
            int count = Math.min(TOGETHER, n - from);
            look(grids, from, count);
            for (int i = 0; i < count; i++) {
                errors[from + i] = VectorApiCandidates.sum(sums, i);
            }
        }
    }

    private void look(Grid[] grids, int from, int count) {
        if (grids[from] instanceof FloatGrid floats) {
            MagnitudeRounding rounding = MagnitudeRounding.of(floats.type());
            for (int i = 0; i < count; i++) {
                VectorApiCandidates.put(scale, i, ((FloatGrid) grids[from + i]).scale());
            }
            for (int first = 0; first < count; first += GRIDS) {
                VectorApiCandidates.floats(rounding, repeated, first, scale, sums);
            }
        } else {
            for (int i = 0; i < count; i++) {
                UniformGrid uniform = (UniformGrid) grids[from + i];
                VectorApiCandidates.put(scale, i, uniform.scale());
                VectorApiCandidates.put(low, i, uniform.lowestSteps());
                VectorApiCandidates.put(high, i, uniform.highestSteps());
            }
            for (int first = 0; first < count; first += GRIDS) {
                VectorApiCandidates.uniform(repeated, first, scale, low, high, sums);
            }
        }
    }
}
