package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.nd4j.autodiff.samediff.SDVariable;

/** Operators that combine two values number by number. */
final class Elementwise {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of("Add", Elementwise::add);

    private Elementwise() {}

    private static void add(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value a = conversion.value(operator, 0);
        Value b = conversion.value(operator, 1);
        Shape shape = Axes.broadcast(a.shape(), b.shape());
        conversion.put(operator, operand(operator, 0, conversion).add(operand(operator, 1, conversion)), shape);
    }

    private static SDVariable operand(GraphOperator operator, int input, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, input);
        boolean trained = value instanceof Value.Stored stored
                && !stored.literal()
                && value.shape().elements() > 1;
        return trained
                ? conversion.trained(
                        operator, input, Role.BIAS, Axes.inOrder(value.shape().rank()))
                : conversion.variable(value);
    }
}
