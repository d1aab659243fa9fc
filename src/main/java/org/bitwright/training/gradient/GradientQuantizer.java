package org.bitwright.training.gradient;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.training.GradientRounding;

/**
 * Rounds the gradients of a run, tensor by tensor, as a worker of distributed training would before it sends them
 * (numerics, "Gradients"). With error feedback (Seide et al. 2014) it keeps what rounding lost, an array a tensor, and
 * adds it to the next gradient of that tensor. Not thread-safe; results do not depend on the number of threads.
 */
public final class GradientQuantizer {
    /** Values of a slice; smaller tensors are rounded where they are. */
    private static final int SLICE = 1 << 15;

    /** 1.5 · 2^23: added and taken away again, it rounds half to even what is smaller than 2^22. */
    private static final float WHOLE = 12582912f;

    private static final CancelToken NEVER = CancelToken.none();

    private final GradientRounding rounding;
    private final long seed;
    private final float[][] kept;

    /** @param sizes number of values of each tensor */
    public GradientQuantizer(GradientRounding rounding, long seed, int[] sizes) {
        this.rounding = rounding;
        this.seed = seed;
        this.kept = new float[sizes.length][];
        for (int tensor = 0; tensor < sizes.length; tensor++) {
            kept[tensor] = new float[rounding.errorFeedback() ? sizes[tensor] : 0];
        }
    }

    public GradientRounding rounding() {
        return rounding;
    }

    /**
     * What rounding lost of a tensor so far, which is added to its next gradient; empty without error feedback. Shared: a
     * run that goes on writes what it kept into it.
     */
    public float[] kept(int tensor) {
        return kept[tensor];
    }

    /** Adds to a gradient what error feedback has kept of it. Called before {@link #round}; nothing without feedback. */
    public void addKept(int tensor, float[] gradient) {
        float[] lost = kept[tensor];
        for (int i = 0; i < lost.length; i++) {
            gradient[i] += lost[i];
        }
    }

    /**
     * Rounds a gradient in place.
     *
     * @param step number of the step in the run: with the seed it decides stochastic rounding
     * @return the grid
     * @throws ArithmeticException if the greatest magnitude is no finite number
     */
    public GradientGrid round(long step, int tensor, float[] gradient) {
        return round(step, tensor, gradient, maxAbs(gradient));
    }

    /** The same where the greatest magnitude is known. */
    public GradientGrid round(long step, int tensor, float[] gradient, float maxAbs) {
        if (!Float.isFinite(maxAbs)) {
            throw new ArithmeticException("the greatest gradient is " + maxAbs);
        }
        GradientGrid grid = GradientGrid.of(maxAbs, rounding.bits());
        RandomHalves random = RandomHalves.of(seed, step, tensor);
        float[] lost = kept[tensor];
        slices(gradient.length, (from, to) -> round(gradient, lost, from, to, grid, random));
        return grid;
    }

    /** Greatest magnitude; NaN where a value is. */
    public static float maxAbs(float[] values) {
        float max = 0;
        for (float value : values) {
            max = Math.max(max, Math.abs(value));
        }
        return max;
    }

    private void round(float[] values, float[] lost, int from, int to, GradientGrid grid, RandomHalves random) {
        if (lost.length > 0) {
            System.arraycopy(values, from, lost, from, to - from);
        }
        if (rounding.stochastic()) {
            stochastic(values, from, to, grid, random);
        } else {
            nearest(values, from, to, grid);
        }
        for (int i = from; i < to && lost.length > 0; i++) {
            lost[i] -= values[i];
        }
    }

    private static void nearest(float[] values, int from, int to, GradientGrid grid) {
        float step = grid.step();
        float levels = grid.levels();
        for (int i = from; i < to; i++) {
            float code = Math.max(-levels, Math.min(levels, values[i] / step));
            values[i] = ((code + WHOLE) - WHOLE) * step;
        }
    }

    /**
     * Up or down with a probability that is the distance from the other level: what a code lies beside the nearest level
     * is rounded with a random number between −½ and ½ added to it. Without branches, which would be guessed wrong half
     * of the time. Codes that are whole stay.
     */
    private static void stochastic(float[] values, int from, int to, GradientGrid grid, RandomHalves random) {
        float step = grid.step();
        float levels = grid.levels();
        for (int i = from; i < to; i++) {
            float code = Math.max(-levels, Math.min(levels, values[i] / step));
            float nearest = (code + WHOLE) - WHOLE;
            float moved = code - nearest + random.at(i);
            values[i] = (nearest + ((moved + WHOLE) - WHOLE)) * step;
        }
    }

    /** Work on a part of a tensor. */
    @FunctionalInterface
    private interface SliceLoop {
        void run(int from, int to);
    }

    private static void slices(int length, SliceLoop loop) {
        if (length <= 2 * SLICE) {
            loop.run(0, length);
            return;
        }
        int count = (length + SLICE - 1) / SLICE;
        Parallel.forSlices(count, NEVER, slice -> loop.run(slice * SLICE, Math.min(length, (slice + 1) * SLICE)));
    }
}
