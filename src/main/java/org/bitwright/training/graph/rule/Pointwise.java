package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/** A function of each number of one input. */
public record Pointwise(String name, Shape result, Curve curve) implements Rule {

    @Override
    public void forward(float[][] inputs, float[] result) {
        curve.values(inputs[0], result, count());
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX != null) {
            curve.slopes(inputs[0], gradient, count());
            System.arraycopy(gradient, 0, byX, 0, count());
        }
    }

    private int count() {
        return (int) result.elements();
    }
}
