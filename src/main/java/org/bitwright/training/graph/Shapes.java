package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;

/** Operators that only say in another shape what they are given, or nothing at all in training. */
final class Shapes {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "Identity", Shapes::identity,
            // a network is fine-tuned as it runs in inference
            "Dropout", Shapes::identity,
            "Cast", Shapes::cast,
            "Flatten", Shapes::flatten,
            "Reshape", Shapes::reshape,
            "Squeeze", Shapes::squeeze,
            "Unsqueeze", Shapes::unsqueeze);

    /** Numbers of the float types by which Cast names them (ONNX, TensorProto.DataType). */
    private static final Set<Long> FLOATS = Set.of(1L, 10L, 11L, 16L);

    private Shapes() {}

    /** Whether Cast names a float type by this number. */
    static boolean isFloat(long type) {
        return FLOATS.contains(type);
    }

    private static void identity(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        conversion.put(operator.outputs().get(0), conversion.value(operator, 0));
    }

    private static void cast(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        if (!isFloat(operator.integer("to", 1))) {
            throw new Unconvertible(Phrase.of("It makes integers of what the network computes."));
        }
        identity(operator, conversion);
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
            throw new Unconvertible(Phrase.of(
                    "A value of shape %s cannot take the shape %s that it asks for.", input, Arrays.toString(asked)));
        }
        return Shape.of(extents);
    }

    /** Axes as an attribute (until opset 12) or as the second input; empty where they are not given. */
    static long[] axes(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        return operator.has(1) ? conversion.integers(operator, 1) : operator.integers("axes");
    }

    private static void squeeze(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        Set<Integer> dropped = new TreeSet<>();
        long[] axes = axes(operator, conversion);
        for (long axis : axes) {
            dropped.add(Axes.of(axis, input.rank()));
        }
        List<Long> kept = new ArrayList<>();
        for (int axis = 0; axis < input.rank(); axis++) {
            boolean drop = axes.length == 0 ? input.extent(axis) == 1 : dropped.contains(axis);
            if (!drop) {
                kept.add(input.extent(axis));
            }
        }
        put(
                operator,
                conversion,
                Shape.of(kept.stream().mapToLong(Long::longValue).toArray()));
    }

    private static void unsqueeze(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long[] axes = axes(operator, conversion);
        long[] extents = new long[input.rank() + axes.length];
        for (long axis : axes) {
            extents[Axes.of(axis, extents.length)] = 1;
        }
        int next = 0;
        for (int i = 0; i < extents.length; i++) {
            if (extents[i] == 0) {
                extents[i] = input.extent(next++);
            }
        }
        put(operator, conversion, Shape.of(extents));
    }

    /** The same numbers in the same order in another shape. */
    private static void put(GraphOperator operator, Conversion conversion, Shape shape)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, 0);
        if (shape.elements() != value.shape().elements()) {
            throw new Unconvertible(Phrase.of("A value of shape %s cannot take the shape %s.", value.shape(), shape));
        }
        conversion.put(operator.outputs().get(0), reshaped(value, shape, conversion));
    }

    static Value reshaped(Value value, Shape shape, Conversion conversion) throws Unconvertible, IOException {
        if (value instanceof Value.Folded folded) {
            return new Value.Folded(shape, folded.numbers(), folded.type());
        }
        if (value instanceof Value.Stored stored && Axes.areInOrder(stored.axes())) {
            return Value.Stored.of(stored.name(), shape, stored.literal());
        }
        return new Value.Computed(
                conversion.graph().reshape(conversion.trained(value, Role.OTHER), shape.toArray()), shape);
    }
}
