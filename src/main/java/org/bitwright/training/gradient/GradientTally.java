package org.bitwright.training.gradient;

import java.util.OptionalInt;
import org.bitwright.training.GradientStatistics;

/** Counts what a gradient is and what rounding makes of it. Sums in double, in the order of the values. */
public final class GradientTally {
    /** Bins of a histogram. */
    public static final int BINS = 128;

    private static final int SCALE_BITS = 32;

    private GradientTally() {}

    /** Of a gradient that is not rounded. */
    public static GradientStatistics of(String parameter, String layer, float[] gradient) {
        return of(parameter, layer, gradient, gradient, 0, OptionalInt.empty());
    }

    /**
     * @param before what was rounded, finite: the gradient with what error feedback added to it
     * @param after what it was rounded to
     */
    public static GradientStatistics of(
            String parameter, String layer, float[] before, float[] after, GradientGrid grid, int bits) {
        return of(parameter, layer, before, after, grid.step(), OptionalInt.of(bits));
    }

    private static GradientStatistics of(
            String parameter, String layer, float[] before, float[] after, double step, OptionalInt bits) {
        double maxAbs = GradientQuantizer.maxAbs(before);
        long[] histogram = new long[BINS];
        double perBin = maxAbs == 0 ? 0 : BINS / (2 * maxAbs);
        double power = 0;
        double noise = 0;
        int zeros = 0;
        int roundedToZero = 0;
        for (int i = 0; i < before.length; i++) {
            double value = before[i];
            double error = after[i] - value;
            power += value * value;
            noise += error * error;
            zeros += value == 0 ? 1 : 0;
            roundedToZero += value != 0 && after[i] == 0 ? 1 : 0;
            histogram[Math.min(BINS - 1, (int) ((value + maxAbs) * perBin))]++;
        }
        int count = Math.max(1, before.length);
        long bitsEach = bits.isPresent() ? bits.getAsInt() : Float.SIZE;
        return new GradientStatistics(
                parameter,
                layer,
                before.length,
                maxAbs,
                (double) zeros / count,
                step,
                noise / count,
                noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(power / noise),
                (double) roundedToZero / Math.max(1, before.length - zeros),
                histogram,
                before.length * bitsEach + (bits.isPresent() ? SCALE_BITS : 0));
    }
}
