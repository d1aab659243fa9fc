package org.bitwright.training.quantizer;

import java.util.Arrays;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.GranuleWalk;
import org.bitwright.quant.Range;

/** The least and the greatest value of every granule, found again and again without a new array. One thread. */
final class GranuleEnds implements GranuleWalk.Visitor {
    private final GranuleLayout layout;
    private final float[] min;
    private final float[] max;
    private float[] values = {};
    private boolean isFinite;

    GranuleEnds(GranuleLayout layout) {
        this.layout = layout;
        this.min = new float[layout.granules()];
        this.max = new float[layout.granules()];
    }

    /** Finds them; false where a value is not finite. */
    boolean find(float[] x) {
        values = x;
        isFinite = true;
        Arrays.fill(min, Float.POSITIVE_INFINITY);
        Arrays.fill(max, Float.NEGATIVE_INFINITY);
        GranuleWalk.over(layout, this);
        return isFinite;
    }

    /** Of a granule; 0 rather than −0, so that it does not matter which of them came first. */
    Range range(int granule) {
        return new Range(min[granule] + 0f, max[granule] + 0f);
    }

    @Override
    public void run(int granule, int from, int to) {
        float low = min[granule];
        float high = max[granule];
        for (int i = from; i < to; i++) {
            float x = values[i];
            // Not x < low: what is no number shall be noticed.
            if (!(x >= low)) {
                isFinite &= !Float.isNaN(x);
                low = x;
            }
            if (x > high) {
                high = x;
            }
        }
        note(granule, low, high);
    }

    @Override
    public void row(int first, int from, int count) {
        for (int j = 0; j < count; j++) {
            float x = values[from + j];
            if (!(x >= min[first + j])) {
                min[first + j] = x;
            }
            if (x > max[first + j]) {
                max[first + j] = x;
            }
            isFinite &= Math.abs(x) <= Float.MAX_VALUE;
        }
    }

    private void note(int granule, float low, float high) {
        min[granule] = low;
        max[granule] = high;
        isFinite &= Float.isFinite(low) && Float.isFinite(high);
    }
}
