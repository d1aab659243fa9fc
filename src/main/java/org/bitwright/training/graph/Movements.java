package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Joined;
import org.bitwright.training.graph.rule.Rearranged;
import org.nd4j.autodiff.samediff.SDVariable;

/** Operators that move numbers to other places, leave some out or repeat them. */
final class Movements {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "Transpose", Movements::transpose,
            "Concat", Movements::concat,
            "Split", Movements::split,
            "Slice", Slices::slice,
            "Pad", Slices::pad,
            "Gather", Movements::gather,
            "Expand", Movements::expand,
            "Tile", Movements::tile,
            "Where", Movements::where);

    private Movements() {}

    /** Puts numbers of the first input at other places: {@code places} as {@link Rearranged} has them. */
    static void put(
            GraphOperator operator, int output, Shape shape, int[] places, double filling, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, 0);
        String name = operator.outputs().get(output);
        boolean known = value instanceof Value.Folded
                || value instanceof Value.Stored stored && !Operands.isTrained(stored, operator, conversion);
        if (known) {
            Value.Folded folded = conversion.numbers(operator, 0);
            double[] numbers = new double[places.length];
            for (int i = 0; i < places.length; i++) {
                numbers[i] = places[i] == Rearranged.FILLED ? filling : folded.numbers()[places[i]];
            }
            conversion.put(name, new Value.Folded(shape, numbers, folded.type()));
            return;
        }
        Rearranged rule =
                new Rearranged(operator.type(), shape, (int) value.shape().elements(), places, (float) filling);
        SDVariable moved = conversion.apply(rule, Operands.of(operator, 0, conversion));
        conversion.put(name, new Value.Computed(moved, shape));
    }

    private static void transpose(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value value = conversion.value(operator, 0);
        int rank = value.shape().rank();
        int[] order = new int[rank];
        long[] given = operator.integers("perm");
        for (int i = 0; i < rank; i++) {
            order[i] = given.length == 0 ? rank - 1 - i : Axes.of(given[i], rank);
        }
        if (value instanceof Value.Stored stored) {
            conversion.put(operator.outputs().get(0), stored.moved(order));
            return;
        }
        put(operator, 0, Axes.moved(value.shape(), order), Axes.order(value.shape(), order), 0, conversion);
    }

    private static void concat(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape first = conversion.value(operator, 0).shape();
        int axis = Axes.of(operator.integer("axis", 1), first.rank());
        int count = operator.inputs().size();
        long[] extents = first.toArray();
        extents[axis] = 0;
        int[] parts = new int[count];
        SDVariable[] inputs = new SDVariable[count];
        for (int i = 0; i < count; i++) {
            Shape shape = conversion.value(operator, i).shape();
            for (int other = 0; other < first.rank(); other++) {
                if (other != axis && (shape.rank() != first.rank() || shape.extent(other) != first.extent(other))) {
                    throw new Unconvertible(
                            Phrase.of("Its inputs of shape %s and %s do not fit together.", first, shape));
                }
            }
            extents[axis] += shape.extent(axis);
            parts[i] = (int) shape.product(axis, shape.rank());
            inputs[i] = Operands.of(operator, i, conversion);
        }
        conversion.put(operator, new Joined(Shape.of(extents), (int) first.product(0, axis), parts), inputs);
    }

    private static void split(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        int axis = Axes.of(operator.integer("axis", 0), input.rank());
        long[] sizes = operator.has(1) ? conversion.integers(operator, 1) : operator.integers("split");
        int outputs = operator.outputs().size();
        if (sizes.length == 0) {
            long each = (input.extent(axis) + outputs - 1) / outputs;
            sizes = new long[outputs];
            Arrays.fill(sizes, each);
            sizes[outputs - 1] = input.extent(axis) - (outputs - 1) * each;
        }
        if (sizes.length != outputs || Arrays.stream(sizes).sum() != input.extent(axis)) {
            throw new Unconvertible(Phrase.of("Its parts do not add up to the extent of its input."));
        }
        int start = 0;
        for (int i = 0; i < outputs; i++) {
            if (!operator.outputs().get(i).isEmpty()) {
                long[] extents = input.toArray();
                extents[axis] = sizes[i];
                Shape shape = Shape.of(extents);
                int[] places =
                        Axes.places(shape, start * (int) input.product(axis + 1, input.rank()), Axes.steps(input));
                put(operator, i, shape, places, 0, conversion);
            }
            start += (int) sizes[i];
        }
    }

    private static void gather(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape data = conversion.value(operator, 0).shape();
        int axis = Axes.of(operator.integer("axis", 0), data.rank());
        Value.Folded indices = conversion.numbers(operator, 1);
        int extent = (int) data.extent(axis);
        int outer = (int) data.product(0, axis);
        int inner = (int) data.product(axis + 1, data.rank());
        int[] places = new int[outer * indices.numbers().length * inner];
        int at = 0;
        for (int i = 0; i < outer; i++) {
            for (double number : indices.numbers()) {
                int index = Axes.of((long) number, extent);
                for (int k = 0; k < inner; k++) {
                    places[at++] = (i * extent + index) * inner + k;
                }
            }
        }
        Shape shape = Axes.first(data, axis);
        for (long part : indices.shape().toArray()) {
            shape = Axes.with(shape, part);
        }
        for (int i = axis + 1; i < data.rank(); i++) {
            shape = Axes.with(shape, data.extent(i));
        }
        put(operator, 0, shape, places, 0, conversion);
    }

    private static void expand(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        Shape shape = Axes.broadcast(input, Shape.of(conversion.integers(operator, 1)));
        put(operator, 0, shape, Axes.stretched(input, shape), 0, conversion);
    }

    private static void tile(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long[] repeats = conversion.integers(operator, 1);
        int rank = input.rank();
        // each axis becomes two: the repeat, on which the place stays, and the axis itself
        long[] apart = new long[2 * rank];
        int[] steps = new int[2 * rank];
        long[] extents = new long[rank];
        for (int i = 0; i < rank; i++) {
            apart[2 * i] = repeats[i];
            apart[2 * i + 1] = input.extent(i);
            steps[2 * i + 1] = Axes.steps(input)[i];
            extents[i] = repeats[i] * input.extent(i);
        }
        put(operator, 0, Shape.of(extents), Axes.places(Shape.of(apart), 0, steps), 0, conversion);
    }

    /** A choice that is known before the network runs: both values one behind the other, and places in them. */
    private static void where(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded condition = conversion.numbers(operator, 0);
        Shape first = conversion.value(operator, 1).shape();
        Shape second = conversion.value(operator, 2).shape();
        Shape shape = Axes.broadcast(condition.shape(), Axes.broadcast(first, second));
        int[] parts = {(int) first.elements(), (int) second.elements()};
        int[] choices = Axes.stretched(condition.shape(), shape);
        int[] firsts = Axes.stretched(first, shape);
        int[] seconds = Axes.stretched(second, shape);
        int[] places = new int[choices.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = condition.numbers()[choices[i]] != 0 ? firsts[i] : parts[0] + seconds[i];
        }
        int all = parts[0] + parts[1];
        SDVariable both = conversion.apply(
                new Joined(Shape.of(all), 1, parts),
                Operands.of(operator, 1, conversion),
                Operands.of(operator, 2, conversion));
        conversion.put(operator, new Rearranged("where", shape, all, places, 0), both);
    }
}
