package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of one input at other places: cut out, turned, repeated, or with a constant number between them. Whole runs of
 * neighbours are moved at once.
 */
public final class Rearranged implements Rule {
    /** In a list of places: no number of the input but the filling one. */
    public static final int FILLED = -1;

    private final String name;
    private final Shape result;
    private final int inputs;
    private final int[] runs;
    private final int run;
    private final float filling;
    private final boolean repeats;

    /**
     * @param inputs number of numbers that the input has
     * @param places for each number of the result where it stands in the input, or {@link #FILLED}
     * @param filling what stands where the input has no number
     */
    public Rearranged(String name, Shape result, int inputs, int[] places, float filling) {
        this.name = name;
        this.result = result;
        this.inputs = inputs;
        this.filling = filling;
        this.run = run(places);
        this.runs = new int[places.length / run];
        boolean[] taken = new boolean[inputs];
        boolean repeated = false;
        for (int i = 0; i < runs.length; i++) {
            runs[i] = places[i * run];
            for (int j = 0; j < run && runs[i] != FILLED; j++) {
                repeated |= taken[runs[i] + j];
                taken[runs[i] + j] = true;
            }
        }
        this.repeats = repeated;
    }

    /** The longest length of runs into which all places can be cut. */
    private static int run(int[] places) {
        int common = places.length;
        int start = 0;
        for (int i = 1; i <= places.length; i++) {
            boolean goesOn = i < places.length
                    && places[i] == (places[i - 1] == FILLED ? FILLED : places[i - 1] + 1)
                    && (places[i] == FILLED) == (places[i - 1] == FILLED);
            if (!goesOn) {
                common = commonDivisor(common, i - start);
                start = i;
            }
        }
        return Math.max(common, 1);
    }

    private static int commonDivisor(int a, int b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape result() {
        return result;
    }

    @Override
    public boolean backwardTakesInputs() {
        return false;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        float[] x = inputs[0];
        if (run == 1) {
            for (int i = 0; i < runs.length; i++) {
                result[i] = runs[i] == FILLED ? filling : x[runs[i]];
            }
            return;
        }
        for (int i = 0; i < runs.length; i++) {
            if (runs[i] == FILLED) {
                Arrays.fill(result, i * run, (i + 1) * run, filling);
            } else {
                System.arraycopy(x, runs[i], result, i * run, run);
            }
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX == null) {
            return;
        }
        if (repeats) {
            sum(gradient, byX);
            return;
        }
        Arrays.fill(byX, 0, this.inputs, 0);
        if (run == 1) {
            for (int i = 0; i < runs.length; i++) {
                if (runs[i] != FILLED) {
                    byX[runs[i]] = gradient[i];
                }
            }
            return;
        }
        for (int i = 0; i < runs.length; i++) {
            if (runs[i] != FILLED) {
                System.arraycopy(gradient, i * run, byX, runs[i], run);
            }
        }
    }

    private void sum(float[] gradient, float[] byX) {
        double[] sums = new double[inputs];
        for (int i = 0; i < runs.length; i++) {
            if (runs[i] != FILLED) {
                for (int j = 0; j < run; j++) {
                    sums[runs[i] + j] += gradient[i * run + j];
                }
            }
        }
        for (int i = 0; i < inputs; i++) {
            byX[i] = (float) sums[i];
        }
    }
}
