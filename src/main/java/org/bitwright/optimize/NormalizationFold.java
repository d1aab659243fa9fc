package org.bitwright.optimize;

import java.util.Arrays;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.onnx.LayerOperation;

/**
 * Moves the scale and the mean of a batch normalization into the layer before it, by new constants alone: the operator
 * stays and does nothing more than add its shift. With {@code f = scale / √(variance + ε)} a channel's weights become
 * {@code f · w}; what is added becomes {@code f · (bias − mean) + shift}, in the bias where there is one, else in the
 * normalization's shift (Nagel et al. 2019, Data-Free Quantization, section 4; Jacob et al. 2018, section 3.2).
 */
final class NormalizationFold {
    private NormalizationFold() {}

    /** Folds the normalization behind a layer, if there is one. Folding again changes nothing. */
    static void fold(LayerOperation layer, LayerConstants constants) {
        layer.normalization().ifPresent(normalization -> fold(layer, normalization, constants));
    }

    private static void fold(
            LayerOperation layer, LayerOperation.Normalization normalization, LayerConstants constants) {
        float[] scale = constants.writable(normalization.scale());
        float[] shift = constants.writable(normalization.shift());
        float[] mean = constants.writable(normalization.mean());
        float[] variance = constants.writable(normalization.variance());
        float[] weight = constants.writable(layer.layer().weight().name());
        float[] bias = layer.bias().map(constants::writable).orElse(null);
        LayerGeometry geometry = layer.geometry();
        for (int channel = 0; channel < geometry.outputs(); channel++) {
            double factor = scale[channel] / Math.sqrt((double) variance[channel] + normalization.epsilon());
            for (int column = 0; column < geometry.columns(); column++) {
                weight[geometry.index(channel, column)] *= (float) factor;
            }
            double added = factor * ((bias == null ? 0 : bias[channel]) - mean[channel]) + shift[channel];
            if (bias == null) {
                shift[channel] = (float) added;
            } else {
                bias[channel] = (float) added;
                shift[channel] = 0;
            }
        }
        Arrays.fill(scale, 1f);
        Arrays.fill(mean, 0f);
        Arrays.fill(variance, 1f - normalization.epsilon());
    }
}
