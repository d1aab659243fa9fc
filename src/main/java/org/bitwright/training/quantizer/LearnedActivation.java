package org.bitwright.training.quantizer;

import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;

/** A uniform grid whose step is trained (LSQ); its zero point stays. */
final class LearnedActivation extends ActivationGroup {
    private final UniformGrid start;
    private UniformGrid grid;
    private float gradient;

    LearnedActivation(UniformGrid start) {
        this.start = start;
        this.grid = start;
    }

    @Override
    public void forward(int shard, float[] x, float[] rounded, int count) {
        GridLoops.round(grid, x, rounded, count);
    }

    @Override
    public void backward(int shard, float[] x, float[] gradient, int count) {
        float low = grid.qmin() - grid.zeroPoint();
        float high = grid.qmax() - grid.zeroPoint();
        sums(shard).learn(x, gradient, count, grid.scale(), low, high);
    }

    @Override
    void endStep(int samples) {
        double sum = 0;
        long values = 0;
        for (ShardSums shard : ran()) {
            sum += shard.sum();
            values += shard.values();
            shard.clear();
        }
        gradient = values == 0 ? 0 : LearnedStep.scaled(sum, (double) values / samples, start);
    }

    @Override
    int learnedCount() {
        return 1;
    }

    @Override
    void use(float[] learned, int at) {
        grid = LearnedStep.grid(start, learned[at]);
    }

    @Override
    void putGradient(float[] gradients, int at) {
        gradients[at] = gradient;
    }

    @Override
    Quantizer quantizer() {
        return Quantizer.of(grid);
    }
}
