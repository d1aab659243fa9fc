package org.bitwright.training.quantizer;

import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;

/**
 * The grid of 8 bits that ONNX's DynamicQuantizeLinear finds for the values of each run, here of each shard. It clips
 * nothing, so that every gradient passes.
 */
final class DynamicActivation extends ActivationGroup {
    private static final NumberFormat.Uniform FORMAT = new NumberFormat.Uniform(8, Scheme.ASYMMETRIC);

    @Override
    public void forward(int shard, float[] x, float[] rounded, int count) {
        ShardSums ends = sums(shard);
        ends.clear();
        ends.widen(x, count);
        Range range = ends.hasEnds() ? ends.ends() : new Range(0, 0);
        GridLoops.round(UniformGrid.of(FORMAT, range), x, rounded, count);
    }

    @Override
    public void backward(int shard, float[] x, float[] gradient, int count) {}

    @Override
    public boolean isOfProductsAlone() {
        return true;
    }

    @Override
    Quantizer quantizer() {
        return Quantizer.dynamic();
    }
}
