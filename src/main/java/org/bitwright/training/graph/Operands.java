package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.model.ValueInfo;
import org.bitwright.onnx.GraphDefinition;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Decides which float constants beside the weights are trained: lists of numbers of the network's own that are added to
 * or multiplied with an activation, or that stand among activations. Not trained are single numbers, what a Constant
 * operator holds, what is divided by, what the network's input is prepared with, and masks.
 */
final class Operands {
    /** Masks hold numbers below this, which stand for minus infinity. */
    private static final float MASKED = -1e4f;

    private Operands() {}

    /** A value among those that an operator combines. */
    static SDVariable of(GraphOperator operator, int input, Conversion conversion) throws Unconvertible, IOException {
        Value value = conversion.value(operator, input);
        boolean divides = operator.type().equals("Div") && input == 1;
        return value instanceof Value.Stored stored && !divides && isTrained(stored, operator, conversion)
                ? conversion.parameter(stored, role(operator, input, conversion))
                : conversion.variable(value);
    }

    /** Whether a constant is a parameter to an operator that is not a product, a convolution or a normalization. */
    static boolean isTrained(Value.Stored stored, GraphOperator operator, Conversion conversion) throws IOException {
        if (conversion.parameter(stored.name()).isPresent()) {
            return true;
        }
        return !stored.literal()
                && stored.view().elements() > 1
                && !prepares(operator, conversion)
                && !isMask(conversion.tensor(stored).readFloats());
    }

    /** Whether an operator prepares what the network is given: its constants belong to the data. */
    private static boolean prepares(GraphOperator operator, Conversion conversion) {
        boolean combines =
                switch (operator.type()) {
                    case "Add", "Sub", "Mul", "Div", "Identity", "Cast" -> true;
                    default -> false;
                };
        return combines
                && operator.inputs().stream()
                        .anyMatch(name -> isGiven(name, conversion.network())
                                || conversion
                                        .maker(name)
                                        .filter(before -> prepares(before, conversion))
                                        .isPresent());
    }

    private static boolean isGiven(String name, GraphDefinition network) {
        return network.inputs().stream().map(ValueInfo::name).anyMatch(name::equals);
    }

    private static boolean isMask(float[] values) {
        for (float value : values) {
            if (!(value > MASKED && value < Float.POSITIVE_INFINITY)) {
                return true;
            }
        }
        return false;
    }

    private static Role role(GraphOperator operator, int input, Conversion conversion) {
        int other = 1 - input;
        if (other < 0 || !operator.has(other)) {
            return Role.OTHER;
        }
        Optional<GraphOperator> maker = conversion.maker(operator.inputs().get(other));
        String made = maker.map(GraphOperator::type).orElse("");
        return switch (operator.type()) {
            case "Add" ->
                switch (made) {
                    case "MatMul", "Gemm", "Conv", "ConvTranspose" -> Role.BIAS;
                    case "Mul" -> isGain(maker.orElseThrow(), conversion) ? Role.NORMALIZATION : Role.OTHER;
                    default -> Role.OTHER;
                };
            // the decomposed form of a layer normalization: (x − mean) / deviation · gain + offset
            case "Mul" -> made.equals("Div") ? Role.NORMALIZATION : Role.OTHER;
            default -> Role.OTHER;
        };
    }

    private static boolean isGain(GraphOperator product, Conversion conversion) {
        return product.inputs().stream()
                .flatMap(name -> conversion.parameter(name).stream())
                .anyMatch(parameter -> parameter.parameter().role() == Role.NORMALIZATION);
    }
}
