package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Softmax or its logarithm over an axis.
 *
 * @param outer number of numbers along the axes before it
 * @param count its extent
 * @param inner number of numbers along the axes behind
 */
public record Softmax(Shape result, int outer, int count, int inner, boolean logarithm) implements Rule {

    @Override
    public String name() {
        return logarithm ? "log softmax" : "softmax";
    }

    @Override
    public boolean backwardTakesInputs() {
        return false;
    }

    @Override
    public boolean backwardTakesResult() {
        return true;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        for (int i = 0; i < outer; i++) {
            for (int k = 0; k < inner; k++) {
                forward(inputs[0], result, i * count * inner + k);
            }
        }
    }

    private void forward(float[] x, float[] y, int first) {
        int end = first + count * inner;
        float largest = x[first];
        for (int at = first; at < end; at += inner) {
            largest = Math.max(largest, x[at]);
        }
        double sum = 0;
        for (int at = first; at < end; at += inner) {
            double power = Math.exp((double) x[at] - largest);
            y[at] = (float) power;
            sum += power;
        }
        double log = Math.log(sum);
        float factor = (float) (1 / sum);
        for (int at = first; at < end; at += inner) {
            y[at] = logarithm ? (float) ((double) x[at] - largest - log) : y[at] * factor;
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX == null) {
            return;
        }
        for (int i = 0; i < outer; i++) {
            for (int k = 0; k < inner; k++) {
                backward(result, gradient, byX, i * count * inner + k);
            }
        }
    }

    private void backward(float[] y, float[] gradient, float[] byX, int first) {
        int end = first + count * inner;
        double sum = 0;
        for (int at = first; at < end; at += inner) {
            sum += logarithm ? gradient[at] : (double) gradient[at] * y[at];
        }
        for (int at = first; at < end; at += inner) {
            byX[at] = (float) (logarithm ? gradient[at] - Math.exp(y[at]) * sum : y[at] * (gradient[at] - sum));
        }
    }
}
