package org.bitwright.optimize;

import java.util.List;
import org.bitwright.onnx.ChannelChains;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.task.CancelToken;

/**
 * Cross-layer equalization (Nagel et al. 2019, Data-Free Quantization, section 4.1): between two layers that follow each
 * other a channel is scaled down by {@code s = √(r₁ / r₂)} in the first and up by it in the second, so that its largest
 * weights r₁ and r₂ in both become √(r₁ · r₂). The float network computes the same; its channels fit one scale better.
 * Repeated over all pairs until nothing moves any more.
 */
final class Equalization {
    private static final int MAX_ROUNDS = 200;
    private static final double CONVERGED = 1e-3;

    /** Ranges beyond are left alone: scaling would lose their digits. */
    private static final double SMALLEST = 1e-18;

    private static final double LARGEST = 1e18;

    private Equalization() {}

    /** Folds the normalizations behind the layers of these pairs, then equalizes. */
    static void equalize(List<ChannelChains.Pair> pairs, LayerConstants constants, CancelToken cancel) {
        for (ChannelChains.Pair pair : pairs) {
            NormalizationFold.fold(pair.first(), constants);
            NormalizationFold.fold(pair.second(), constants);
        }
        double moved = Double.POSITIVE_INFINITY;
        for (int round = 0; round < MAX_ROUNDS && moved > CONVERGED; round++) {
            moved = 0;
            for (ChannelChains.Pair pair : pairs) {
                cancel.throwIfCancelled();
                moved = Math.max(moved, equalize(pair, constants));
            }
        }
    }

    /** @return the largest |ln s| */
    private static double equalize(ChannelChains.Pair pair, LayerConstants constants) {
        LayerOperation first = pair.first();
        float[] before = constants.writable(first.layer().weight().name());
        float[] behind = constants.writable(pair.second().layer().weight().name());
        double moved = 0;
        for (int channel = 0; channel < first.geometry().outputs(); channel++) {
            double s = factor(range(first.geometry(), before, channel), inputRange(pair, behind, channel));
            if (s != 1) {
                scaleOutput(first, constants, channel, (float) (1 / s));
                scaleInput(pair, behind, channel, (float) s);
                moved = Math.max(moved, Math.abs(Math.log(s)));
            }
        }
        return moved;
    }

    private static double factor(double first, double second) {
        boolean usable = first >= SMALLEST && first <= LARGEST && second >= SMALLEST && second <= LARGEST;
        return usable ? Math.sqrt(first / second) : 1;
    }

    private static double range(LayerGeometry geometry, float[] weight, int channel) {
        double range = 0;
        for (int column = 0; column < geometry.columns(); column++) {
            range = Math.max(range, Math.abs(weight[geometry.index(channel, column)]));
        }
        return range;
    }

    private static void scaleOutput(LayerOperation layer, LayerConstants constants, int channel, float factor) {
        float[] weight = constants.writable(layer.layer().weight().name());
        for (int column = 0; column < layer.geometry().columns(); column++) {
            weight[layer.geometry().index(channel, column)] *= factor;
        }
        layer.bias().ifPresent(bias -> constants.writable(bias)[channel] *= factor);
        layer.normalization().ifPresent(fold -> constants.writable(fold.shift())[channel] *= factor);
    }

    private static double inputRange(ChannelChains.Pair pair, float[] weight, int channel) {
        double[] range = {0};
        visitInput(pair, channel, index -> range[0] = Math.max(range[0], Math.abs(weight[index])));
        return range[0];
    }

    private static void scaleInput(ChannelChains.Pair pair, float[] weight, int channel, float factor) {
        visitInput(pair, channel, index -> weight[index] *= factor);
    }

    private interface Entry {
        void visit(int index);
    }

    /** Visits all weights of the second layer that are multiplied with a channel of the first. */
    private static void visitInput(ChannelChains.Pair pair, int channel, Entry entry) {
        LayerGeometry geometry = pair.second().geometry();
        int rows = geometry.outputs() / geometry.groups();
        int width = pair.spread();
        int local = channel;
        int group = 0;
        if (geometry instanceof LayerGeometry.Convolution convolution) {
            width = convolution.columns() / convolution.inputChannels();
            group = channel / convolution.inputChannels();
            local = channel % convolution.inputChannels();
        }
        for (int row = group * rows; row < (group + 1) * rows; row++) {
            for (int column = local * width; column < (local + 1) * width; column++) {
                entry.visit(geometry.index(row, column));
            }
        }
    }
}
