package org.bitwright.quant.target;

import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;

/**
 * What ONNX Runtime's CPU provider fuses from a graph in QDQ form: the groups that its {@code QDQSelectorActionTransformer}
 * selects (versions 1.20 to 1.26). A product without a quantizer behind it gives floats, except for a convolution.
 */
final class OnnxRuntimeRules implements RuntimeRules {
    private static final Set<String> COMPUTED = Set.of(
            "Conv",
            "Gemm",
            "MatMul",
            "Add",
            "Mul",
            "Concat",
            "AveragePool",
            "GlobalAveragePool",
            "LeakyRelu",
            "Sigmoid",
            "Softmax");

    @Override
    public boolean computes(String type) {
        return COMPUTED.contains(type);
    }

    @Override
    public boolean givesFloats(String type) {
        return type.equals("Gemm") || type.equals("MatMul");
    }

    @Override
    public Optional<Phrase> activationNeed(NumberFormat format) {
        return isInteger(format, 8, 8) ? Optional.empty() : Optional.of(Phrase.of("uint8 or int8"));
    }

    /**
     * Narrower widths are stored in 8 bits, or in 4 that become 8 when the network is loaded. A convolution takes one
     * zero point for all its channels.
     */
    @Override
    public Optional<Phrase> weightNeed(Layer layer, TensorConfig choice) {
        boolean manyZeroPoints = layer.op().equals("Conv")
                && choice.granularity().isChannel()
                && choice.format() instanceof NumberFormat.Uniform uniform
                && uniform.scheme().hasZeroPoint();
        return isInteger(choice.format(), 2, 8) && !choice.granularity().isGroup() && !manyZeroPoints
                ? Optional.empty()
                : Optional.of(Phrase.of("int8 per tensor or per channel, or uint8 per tensor"));
    }

    static boolean isInteger(NumberFormat format, int least, int most) {
        return format instanceof NumberFormat.Uniform && format.bits() >= least && format.bits() <= most;
    }

    @Override
    public boolean takesDynamic() {
        return true;
    }

    @Override
    public boolean rectifiesByLowestCode() {
        return true;
    }

    @Override
    public boolean needsOneSign() {
        return true;
    }

    @Override
    public boolean hasIntegerBiases() {
        return true;
    }
}
