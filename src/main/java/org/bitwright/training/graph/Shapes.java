package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;

/** Operators that only say in another shape what they are given. */
final class Shapes {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "Identity", Shapes::identity,
            "Flatten", Shapes::flatten,
            "Reshape", Shapes::reshape);

    private Shapes() {}

    private static void identity(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        conversion.put(operator.outputs().get(0), conversion.value(operator, 0));
    }

    private static void flatten(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long at = operator.integer("axis", 1);
        int axis = at == input.rank() ? input.rank() : Axes.of(at, input.rank());
        put(operator, conversion, Shape.of(input.product(0, axis), input.product(axis, input.rank())));
    }

    private static void reshape(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long[] target = operator.has("shape") ? operator.integers("shape") : conversion.integers(operator, 1);
        put(operator, conversion, target(input, target, operator.integer("allowzero", 0) != 0));
    }

    /** The shape that a Reshape asks for: 0 copies an extent of the input, −1 stands for what is left. */
    private static Shape target(Shape input, long[] asked, boolean zeroIsZero) throws Unconvertible {
        long[] extents = asked.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] == 0 && !zeroIsZero && i < input.rank()) {
                extents[i] = input.extent(i);
            }
            if (extents[i] == -1) {
                open = i;
            } else {
                known *= extents[i];
            }
        }
        if (open >= 0 && known > 0) {
            extents[open] = input.elements() / known;
            known *= extents[open];
        }
        if (known != input.elements()) {
            throw new Unconvertible("A value of shape " + input + " cannot take the shape "
                    + java.util.Arrays.toString(asked) + " that it asks for.");
        }
        return Shape.of(extents);
    }

    /** The same numbers in the same order in another shape. */
    static void put(GraphOperator operator, Conversion conversion, Shape shape) throws Unconvertible, IOException {
        Value value = conversion.value(operator, 0);
        if (value instanceof Value.Folded folded) {
            conversion.put(
                    operator.outputs().get(0), new Value.Folded(shape, folded.numbers(), folded.type()));
        } else if (value instanceof Value.Stored stored && Conversion.isInOrder(stored.axes())) {
            conversion.put(operator.outputs().get(0), Value.Stored.of(stored.name(), shape, stored.literal()));
        } else {
            conversion.put(
                    operator, conversion.graph().reshape(conversion.variable(value), shape.toArray()), shape);
        }
    }
}
