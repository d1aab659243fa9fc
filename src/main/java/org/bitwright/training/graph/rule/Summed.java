package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Sums over neighbouring axes, each times a factor: 1 over their number gives means.
 *
 * @param outer number of numbers along the axes before those that are summed up
 * @param count number of numbers summed up
 * @param inner number of numbers along the axes behind
 */
public record Summed(Shape result, int outer, int count, int inner, double factor) implements Rule {

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public boolean backwardTakesInputs() {
        return false;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        float[] x = inputs[0];
        double[] sums = new double[inner];
        int at = 0;
        for (int i = 0; i < outer; i++) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < count; j++) {
                for (int k = 0; k < inner; k++) {
                    sums[k] += x[at++];
                }
            }
            for (int k = 0; k < inner; k++) {
                result[i * inner + k] = (float) (factor * sums[k]);
            }
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX == null) {
            return;
        }
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (int j = 0; j < count; j++) {
                for (int k = 0; k < inner; k++) {
                    byX[at++] = (float) (factor * gradient[i * inner + k]);
                }
            }
        }
    }
}
