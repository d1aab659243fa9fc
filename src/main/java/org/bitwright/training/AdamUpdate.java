package org.bitwright.training;

import java.util.Map;

/** Adam (Kingma, Ba 2015, algorithm 1) with the bias correction in the order of PyTorch's. */
final class AdamUpdate extends ParameterUpdate {
    private final Optimizer.Adam adam;
    private final float[][] mean;
    private final float[][] square;

    AdamUpdate(Optimizer.Adam adam, int[] sizes) {
        this.adam = adam;
        this.mean = zeros(sizes);
        this.square = zeros(sizes);
    }

    @Override
    void apply(long step, int tensor, float[] values, float[] gradient, double rate, boolean decays, int from, int to) {
        float[] m = mean[tensor];
        float[] v = square[tensor];
        float lambda = decays ? (float) adam.weightDecay() : 0;
        float keptMean = (float) adam.beta1();
        float newMean = (float) (1 - adam.beta1());
        float keptSquare = (float) adam.beta2();
        float newSquare = (float) (1 - adam.beta2());
        float learning = (float) (rate / (1 - Math.pow(adam.beta1(), step)));
        float root = (float) Math.sqrt(1 - Math.pow(adam.beta2(), step));
        float epsilon = (float) adam.epsilon();
        for (int i = from; i < to; i++) {
            float g = gradient[i] + lambda * values[i];
            m[i] = keptMean * m[i] + newMean * g;
            v[i] = keptSquare * v[i] + newSquare * g * g;
            values[i] -= learning * (m[i] / ((float) Math.sqrt(v[i]) / root + epsilon));
        }
    }

    @Override
    Map<String, float[][]> moments() {
        return Map.of("mean", mean, "square", square);
    }
}
