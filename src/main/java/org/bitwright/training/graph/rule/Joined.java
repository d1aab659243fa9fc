package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Several inputs one behind the other along an axis.
 *
 * @param outer number of numbers before the axis
 * @param parts how many neighbours each input has for one of those
 */
public record Joined(Shape result, int outer, int[] parts) implements Rule {

    @Override
    public String name() {
        return "concat";
    }

    @Override
    public boolean backwardTakesInputs() {
        return false;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (int part = 0; part < parts.length; part++) {
                System.arraycopy(inputs[part], i * parts[part], result, at, parts[part]);
                at += parts[part];
            }
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (int part = 0; part < parts.length; part++) {
                float[] into = byInputs[part];
                if (into != null) {
                    System.arraycopy(gradient, at, into, i * parts[part], parts[part]);
                }
                at += parts[part];
            }
        }
    }
}
