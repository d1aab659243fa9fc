package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Arithmetic;
import org.bitwright.training.graph.rule.Arithmetic.Kind;
import org.bitwright.training.graph.rule.Curves;
import org.bitwright.training.graph.rule.Pointwise;
import org.bitwright.training.graph.rule.Rule;
import org.nd4j.autodiff.samediff.SDVariable;

/** Operators that combine several values number by number. */
final class Elementwise {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "Add", (operator, conversion) -> combine(Kind.ADD, operator, conversion),
            "Sub", (operator, conversion) -> combine(Kind.SUBTRACT, operator, conversion),
            "Mul", (operator, conversion) -> combine(Kind.MULTIPLY, operator, conversion),
            "Div", (operator, conversion) -> combine(Kind.DIVIDE, operator, conversion),
            "Sum", (operator, conversion) -> combine(Kind.ADD, operator, conversion),
            "Min", (operator, conversion) -> combine(Kind.MINIMUM, operator, conversion),
            "Max", (operator, conversion) -> combine(Kind.MAXIMUM, operator, conversion),
            "Mean", Elementwise::mean,
            "PRelu", Elementwise::leaky);

    private Elementwise() {}

    private static void combine(Kind kind, GraphOperator operator, Conversion conversion)
            throws Unconvertible, IOException {
        Value.Computed combined = combined(kind, operator, conversion);
        conversion.put(operator, combined.variable(), combined.shape());
    }

    private static Value.Computed combined(Kind kind, GraphOperator operator, Conversion conversion)
            throws Unconvertible, IOException {
        Value.Computed combined = operand(operator, 0, conversion);
        for (int i = 1; i < operator.inputs().size(); i++) {
            Value.Computed next = operand(operator, i, conversion);
            combined = combined(kind, combined, next, conversion);
        }
        return combined;
    }

    static Value.Computed combined(Kind kind, Value.Computed first, Value.Computed second, Conversion conversion)
            throws Unconvertible {
        Shape shape = Axes.broadcast(first.shape(), second.shape());
        Rule rule = new Arithmetic(kind, first.shape(), second.shape(), shape);
        return new Value.Computed(conversion.apply(rule, first.variable(), second.variable()), shape);
    }

    private static Value.Computed operand(GraphOperator operator, int input, Conversion conversion)
            throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, input).shape();
        return new Value.Computed(Operands.of(operator, input, conversion), shape);
    }

    private static void mean(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Computed sum = combined(Kind.ADD, operator, conversion);
        float share = 1f / operator.inputs().size();
        conversion.put(operator, new Pointwise("scale", sum.shape(), Curves.line(share, 0)), sum.variable());
    }

    /** A slope a channel below 0: the upper half plus the slope times the lower half. */
    private static void leaky(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, 0).shape();
        SDVariable x = conversion.variable(operator, 0);
        SDVariable upper = conversion.apply(new Pointwise("upper", shape, Curves.clip(0, Float.MAX_VALUE)), x);
        SDVariable lower = conversion.apply(new Pointwise("lower", shape, Curves.clip(-Float.MAX_VALUE, 0)), x);
        Value.Computed bent =
                combined(Kind.MULTIPLY, new Value.Computed(lower, shape), operand(operator, 1, conversion), conversion);
        Value.Computed sum = combined(Kind.ADD, new Value.Computed(upper, shape), bent, conversion);
        conversion.put(operator, sum.variable(), sum.shape());
    }
}
