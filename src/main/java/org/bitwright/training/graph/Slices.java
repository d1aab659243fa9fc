package org.bitwright.training.graph;

import java.io.IOException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Rearranged;

/** Slice and Pad: a part of a value, and a value within a larger one. */
final class Slices {
    private Slices() {}

    /** Starts, ends, axes and steps are attributes until opset 9, inputs from 10 on. */
    static void slice(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        boolean given = operator.has("starts");
        long[] starts = given ? operator.integers("starts") : conversion.integers(operator, 1);
        long[] ends = given ? operator.integers("ends") : conversion.integers(operator, 2);
        long[] axes = operator.has(3) ? conversion.integers(operator, 3) : operator.integers("axes");
        long[] steps = operator.has(4) ? conversion.integers(operator, 4) : new long[0];
        long[] extents = input.toArray();
        int[] strides = Axes.steps(input);
        int first = 0;
        for (int i = 0; i < starts.length; i++) {
            int axis = axes.length == 0 ? i : Axes.of(axes[i], input.rank());
            long step = steps.length == 0 ? 1 : steps[i];
            long extent = input.extent(axis);
            long start = within(starts[i], extent, 0, step > 0 ? extent : extent - 1);
            long end = within(ends[i], extent, step > 0 ? 0 : -1, extent);
            extents[axis] = Math.max(0, (end - start + step - Long.signum(step)) / step);
            first += (int) start * strides[axis];
            strides[axis] *= (int) step;
        }
        Shape shape = Shape.of(extents);
        Movements.put(operator, 0, shape, Axes.places(shape, first, strides), 0, conversion);
    }

    private static long within(long asked, long extent, long least, long most) {
        long place = asked < 0 ? asked + extent : asked;
        return Math.max(least, Math.min(most, place));
    }

    /** Widths are an attribute until opset 10, an input from 11 on. */
    static void pad(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        int rank = input.rank();
        long[] given = operator.has("pads") ? operator.integers("pads") : conversion.integers(operator, 1);
        long[] axes = operator.has(3) ? conversion.integers(operator, 3) : new long[0];
        long[] begin = new long[rank];
        long[] end = new long[rank];
        for (int i = 0; i < given.length / 2; i++) {
            int axis = axes.length == 0 ? i : Axes.of(axes[i], rank);
            begin[axis] = given[i];
            end[axis] = given[given.length / 2 + i];
        }
        double filling = operator.has(2) ? conversion.numbers(operator, 2).numbers()[0] : operator.number("value", 0);
        String mode = operator.text("mode", "constant");
        Shape shape = padded(input, begin, end);
        Movements.put(operator, 0, shape, places(input, shape, begin, mode), filling, conversion);
    }

    static Shape padded(Shape input, long[] begin, long[] end) throws Unconvertible {
        long[] extents = input.toArray();
        for (int axis = 0; axis < extents.length; axis++) {
            extents[axis] += begin[axis] + end[axis];
            if (extents[axis] < 0) {
                throw new Unconvertible(Phrase.of("It takes away more than there is."));
            }
        }
        return Shape.of(extents);
    }

    /** For each place of the padded value its place in the input. */
    static int[] places(Shape input, Shape padded, long[] begin, String mode) throws Unconvertible {
        int[] steps = Axes.steps(input);
        int[] places = new int[(int) padded.elements()];
        for (int i = 0; i < places.length; i++) {
            int left = i;
            int place = 0;
            for (int axis = padded.rank() - 1; axis >= 0 && place != Rearranged.FILLED; axis--) {
                long at = left % padded.extent(axis) - begin[axis];
                left /= (int) padded.extent(axis);
                long source = source(at, input.extent(axis), mode);
                place = source < 0 ? Rearranged.FILLED : place + (int) source * steps[axis];
            }
            places[i] = place;
        }
        return places;
    }

    private static long source(long at, long extent, String mode) throws Unconvertible {
        if (at >= 0 && at < extent) {
            return at;
        }
        return switch (mode) {
            case "constant" -> -1;
            case "edge" -> at < 0 ? 0 : extent - 1;
            case "reflect" -> {
                long mirrored = at < 0 ? -at : 2 * (extent - 1) - at;
                if (mirrored < 0 || mirrored >= extent) {
                    throw new Unconvertible(Phrase.of("It reflects more than there is."));
                }
                yield mirrored;
            }
            default -> throw new Unconvertible(Phrase.of("It pads in the mode '%s', which has no form here.", mode));
        };
    }
}
