package org.bitwright.quant.target;

import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;

/** Symmetric integers of 8 bits with zero points 0, as TensorRT takes them from a graph in QDQ form; biases stay float. */
final class TensorRtRules implements RuntimeRules {
    private static final Set<String> COMPUTED = Set.of(
            "Conv", "ConvTranspose", "Gemm", "MatMul", "Add", "Mul", "Concat", "AveragePool", "GlobalAveragePool");

    @Override
    public boolean computes(String type) {
        return COMPUTED.contains(type);
    }

    @Override
    public boolean givesFloats(String type) {
        return OperatorRole.of(type) == OperatorRole.PRODUCT;
    }

    @Override
    public boolean sharesGrid(String type) {
        return type.equals("Concat");
    }

    @Override
    public Optional<Phrase> activationNeed(NumberFormat format) {
        return isSymmetric(format) ? Optional.empty() : Optional.of(Phrase.of("int8 with zero point 0"));
    }

    @Override
    public Optional<Phrase> weightNeed(Layer layer, TensorConfig choice) {
        return isSymmetric(choice.format()) && !choice.granularity().isGroup()
                ? Optional.empty()
                : Optional.of(Phrase.of("int8 with zero point 0, per tensor or per channel"));
    }

    private static boolean isSymmetric(NumberFormat format) {
        return format instanceof NumberFormat.Uniform uniform && uniform.bits() == 8 && uniform.isSymmetric();
    }

    @Override
    public boolean hasIntegerBiases() {
        return false;
    }
}
