package org.bitwright.quant.target;

import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * What TensorFlow Lite Micro and CMSIS-NN compute (TFLite 8-bit quantization specification, and its 16×8 form): signed
 * activations of 8 bits with a zero point, or of 16 without one; weights of 8 bits in −127 … 127 without one; operators
 * that only move or average values keep their parameters; some functions have a fixed output.
 */
final class MicroRules implements RuntimeRules {
    private static final Set<String> COMPUTED = Set.of(
            "Conv",
            "ConvTranspose",
            "Gemm",
            "MatMul",
            "Add",
            "Sub",
            "Mul",
            "Concat",
            "AveragePool",
            "GlobalAveragePool",
            "ReduceMean",
            "LeakyRelu",
            "PRelu",
            "HardSwish",
            "Sigmoid",
            "Tanh",
            "Softmax",
            "Relu",
            "Clip");

    private static final Set<String> SHARING = Set.of("Concat", "AveragePool", "GlobalAveragePool");

    @Override
    public boolean computes(String type) {
        return COMPUTED.contains(type);
    }

    @Override
    public boolean sharesGrid(String type) {
        return SHARING.contains(type);
    }

    @Override
    public Optional<UniformGrid> fixedGrid(String type, NumberFormat.Uniform format) {
        boolean wide = format.bits() == 16;
        if (format.bits() != 8 && !wide) {
            return Optional.empty();
        }
        return switch (type) {
            case "Softmax", "Sigmoid" -> Optional.of(wide ? signed(0x1p-15f, 0, 16) : signed(0x1p-8f, -128, 8));
            case "Tanh" -> Optional.of(wide ? signed(0x1p-15f, 0, 16) : signed(0x1p-7f, 0, 8));
            default -> Optional.empty();
        };
    }

    private static UniformGrid signed(float scale, int zeroPoint, int bits) {
        return new UniformGrid(scale, zeroPoint, Scheme.SYMMETRIC.qmin(bits), Scheme.SYMMETRIC.qmax(bits));
    }

    @Override
    public Optional<Phrase> activationNeed(NumberFormat format) {
        boolean narrow = OnnxRuntimeRules.isInteger(format, 8, 8);
        boolean wide = format instanceof NumberFormat.Uniform uniform && uniform.bits() == 16 && uniform.isSymmetric();
        return narrow || wide ? Optional.empty() : Optional.of(Phrase.of("int8, or int16 with zero point 0"));
    }

    @Override
    public Optional<Phrase> weightNeed(Layer layer, TensorConfig choice) {
        boolean narrow = choice.format() instanceof NumberFormat.Uniform uniform
                && uniform.bits() == 8
                && uniform.scheme() == Scheme.NARROW;
        return narrow && !choice.granularity().isGroup()
                ? Optional.empty()
                : Optional.of(Phrase.of("int8 −127 … 127 with zero point 0, per tensor or per channel"));
    }

    @Override
    public boolean hasIntegerBiases() {
        return true;
    }

    /** Unsigned codes of 8 bits are numbered from −128 on. */
    @Override
    public Grid numbered(Grid grid) {
        return grid instanceof UniformGrid uniform && uniform.qmin() == 0 && uniform.qmax() == 255
                ? new UniformGrid(uniform.scale(), uniform.zeroPoint() - 128, -128, 127)
                : grid;
    }
}
