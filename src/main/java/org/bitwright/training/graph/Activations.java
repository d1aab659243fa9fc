package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.onnx.GraphOperator;

/** Functions of one value, number by number. */
final class Activations {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of("Relu", Activations::relu);

    private Activations() {}

    private static void relu(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        conversion.put(
                operator,
                conversion.graph().nn.relu(conversion.variable(operator, 0), 0),
                conversion.value(operator, 0).shape());
    }
}
