package org.bitwright.training.quantizer;

import org.bitwright.quant.target.Quantizer;

/** A grid that stays as it was at the start. */
final class FixedActivation extends ActivationGroup {
    private final Quantizer.Static quantizer;
    private final StraightThrough.Ends ends;

    FixedActivation(Quantizer.Static quantizer) {
        this.quantizer = quantizer;
        this.ends = StraightThrough.Ends.of(quantizer.grid());
    }

    @Override
    public void forward(int shard, float[] x, float[] rounded, int count) {
        GridLoops.round(quantizer.grid(), x, rounded, count);
    }

    @Override
    public void backward(int shard, float[] x, float[] gradient, int count) {
        StraightThrough.pass(x, gradient, 0, count, ends);
    }

    @Override
    Quantizer quantizer() {
        return quantizer;
    }
}
