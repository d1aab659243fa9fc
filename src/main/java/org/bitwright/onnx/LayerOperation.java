package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.model.Layer;

/**
 * How a layer works in its network: the one operator that its weight serves, with what stands before and behind.
 *
 * @param input name of the value that is multiplied with the weight
 * @param output name of the product with its bias: the operator's own output, or that of the Add behind a MatMul
 * @param bias name of the constant with one number an output channel that is added; nothing else uses it. Empty where
 *     there is none, or none that may be changed
 * @param fixedBias whether something is added that may not be changed: a bias that is shared, or computed
 * @param normalization the batch normalization that takes {@code output} and nothing else does, where both can be merged
 * @param rectified whether a Relu, and nothing else, takes {@code output}
 */
public record LayerOperation(
        Layer layer,
        LayerGeometry geometry,
        String input,
        String output,
        Optional<String> bias,
        boolean fixedBias,
        Optional<Normalization> normalization,
        boolean rectified) {

    /**
     * A batch normalization in inference: {@code (x − mean) · scale / √(variance + ε) + shift} a channel. Its four
     * constants are used by nothing else.
     *
     * @param scale name of the constant, as {@code shift}, {@code mean} and {@code variance}
     * @param output name of the value that it gives
     */
    public record Normalization(
            String scale, String shift, String mean, String variance, float epsilon, String output) {}

    /** Name of the layer's result: behind its normalization where it has one. */
    public String result() {
        return normalization.map(Normalization::output).orElse(output);
    }

    /**
     * Name of the constant that is added to the layer's result as it stands: the shift of the normalization, which would
     * scale what is added to the bias before it; else the bias.
     */
    public Optional<String> shift() {
        return normalization.map(Normalization::shift).or(() -> bias);
    }

    public String name() {
        return layer.name();
    }
}
