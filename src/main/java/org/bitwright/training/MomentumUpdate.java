package org.bitwright.training;

import java.util.Map;

/** Stochastic gradient descent with momentum. */
final class MomentumUpdate extends ParameterUpdate {
    private final float momentum;
    private final float decay;
    private final float[][] velocity;

    MomentumUpdate(Optimizer.Sgd sgd, int[] sizes) {
        momentum = (float) sgd.momentum();
        decay = (float) sgd.weightDecay();
        velocity = zeros(sizes);
    }

    @Override
    void apply(long step, int tensor, float[] values, float[] gradient, double rate, boolean decays, int from, int to) {
        float[] v = velocity[tensor];
        float lambda = decays ? decay : 0;
        float learning = (float) rate;
        for (int i = from; i < to; i++) {
            v[i] = momentum * v[i] + (gradient[i] + lambda * values[i]);
            values[i] -= learning * v[i];
        }
    }

    @Override
    Map<String, float[][]> moments() {
        return Map.of("velocity", velocity);
    }
}
