package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.GraphOperator;

/**
 * Computes before the network runs what depends neither on its inputs nor on its parameters: above all the shapes that
 * exporters have a network reckon out, which a fixed number of samples settles.
 */
final class Folding {
    private static final Map<String, DoubleUnaryOperator> UNARY = Map.ofEntries(
            Map.entry("Neg", x -> -x),
            Map.entry("Abs", Math::abs),
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Floor", Math::floor),
            Map.entry("Ceil", Math::ceil),
            Map.entry("Round", Math::rint),
            Map.entry("Reciprocal", x -> 1 / x),
            Map.entry("Sin", Math::sin),
            Map.entry("Cos", Math::cos),
            Map.entry("Not", x -> x == 0 ? 1 : 0));

    private static final Map<String, DoubleBinaryOperator> BINARY = Map.ofEntries(
            Map.entry("Add", (a, b) -> a + b),
            Map.entry("Sub", (a, b) -> a - b),
            Map.entry("Mul", (a, b) -> a * b),
            Map.entry("Div", (a, b) -> a / b),
            Map.entry("Mod", (a, b) -> a - b * Math.floor(a / b)),
            Map.entry("Pow", Math::pow),
            Map.entry("Min", Math::min),
            Map.entry("Max", Math::max),
            Map.entry("Equal", (a, b) -> a == b ? 1 : 0),
            Map.entry("Less", (a, b) -> a < b ? 1 : 0),
            Map.entry("LessOrEqual", (a, b) -> a <= b ? 1 : 0),
            Map.entry("Greater", (a, b) -> a > b ? 1 : 0),
            Map.entry("GreaterOrEqual", (a, b) -> a >= b ? 1 : 0),
            Map.entry("And", (a, b) -> a != 0 && b != 0 ? 1 : 0),
            Map.entry("Or", (a, b) -> a != 0 || b != 0 ? 1 : 0));

    private Folding() {}

    /** Computes an operator where all that it takes is known. */
    static boolean fold(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        if (!operator.domain().isEmpty()) {
            return false;
        }
        switch (operator.type()) {
            case "Shape" -> {
                conversion.put(operator.outputs().get(0), shape(operator, conversion));
                return true;
            }
            case "Size" -> {
                long size = conversion.value(operator, 0).shape().elements();
                put(operator, conversion, Shape.of(), new double[] {size}, ElementType.INT64);
                return true;
            }
            default -> {
                return areKnown(operator, conversion) && computed(operator, conversion);
            }
        }
    }

    private static Value.Folded shape(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        long[] extents = conversion.value(operator, 0).shape().toArray();
        int start = place(operator.integer("start", 0), extents.length);
        int end = place(operator.integer("end", extents.length), extents.length);
        return Value.Folded.of(Arrays.copyOfRange(extents, start, Math.max(start, end)));
    }

    private static int place(long asked, int rank) {
        return (int) Math.max(0, Math.min(rank, asked < 0 ? asked + rank : asked));
    }

    /** A single float number, or one that a Constant operator holds, is never trained. */
    private static boolean areKnown(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        for (int i = 0; i < operator.inputs().size(); i++) {
            if (operator.has(i)) {
                Value value = conversion.value(operator, i);
                boolean known = value instanceof Value.Folded
                        || value instanceof Value.Stored stored
                                && (stored.literal() || stored.view().elements() <= 1);
                if (!known) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean computed(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        String type = operator.type();
        if (UNARY.containsKey(type)) {
            Value.Folded x = conversion.numbers(operator, 0);
            put(
                    operator,
                    conversion,
                    x.shape(),
                    Arrays.stream(x.numbers()).map(UNARY.get(type)).toArray(),
                    x.type());
            return true;
        }
        if (BINARY.containsKey(type) && operator.inputs().size() == 2) {
            combine(operator, conversion, BINARY.get(type));
            return true;
        }
        switch (type) {
            case "Cast" -> cast(operator, conversion);
            case "ConstantOfShape" -> constantOfShape(operator, conversion);
            case "Range" -> range(operator, conversion);
            case "Concat" -> concat(operator, conversion);
            case "Where" -> where(operator, conversion);
            case "ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin" -> reduce(operator, conversion);
            default -> {
                return false; // moved or reshaped, or computed as the network runs
            }
        }
        return true;
    }

    private static void put(
            GraphOperator operator, Conversion conversion, Shape shape, double[] numbers, ElementType type) {
        conversion.put(operator.outputs().get(0), new Value.Folded(shape, numbers, type));
    }

    private static void combine(GraphOperator operator, Conversion conversion, DoubleBinaryOperator function)
            throws Unconvertible, IOException {
        Value.Folded a = conversion.numbers(operator, 0);
        Value.Folded b = conversion.numbers(operator, 1);
        Shape shape = Axes.broadcast(a.shape(), b.shape());
        int[] firsts = Axes.stretched(a.shape(), shape);
        int[] seconds = Axes.stretched(b.shape(), shape);
        double[] numbers = new double[firsts.length];
        for (int i = 0; i < numbers.length; i++) {
            double number = function.applyAsDouble(a.numbers()[firsts[i]], b.numbers()[seconds[i]]);
            // integers are divided towards zero
            numbers[i] = a.type().isFloating() ? number : (long) number;
        }
        put(operator, conversion, shape, numbers, a.type());
    }

    private static void cast(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded x = conversion.numbers(operator, 0);
        boolean toFloat = Shapes.isFloat(operator.integer("to", 1));
        double[] numbers = Arrays.stream(x.numbers())
                .map(number -> toFloat ? number : (long) number)
                .toArray();
        put(operator, conversion, x.shape(), numbers, toFloat ? ElementType.FLOAT32 : ElementType.INT64);
    }

    private static void constantOfShape(GraphOperator operator, Conversion conversion)
            throws Unconvertible, IOException {
        Shape shape = Shape.of(conversion.integers(operator, 0));
        double[] numbers = new double[(int) shape.elements()];
        ElementType type = ElementType.FLOAT32;
        if (operator.attributes().get("value") instanceof Tensor value) {
            Value.Folded one = Numbers.read(value, 1);
            type = one.type();
            Arrays.fill(numbers, one.numbers()[0]);
        }
        put(operator, conversion, shape, numbers, type);
    }

    private static void range(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded start = conversion.numbers(operator, 0);
        double first = start.numbers()[0];
        double step = conversion.numbers(operator, 2).numbers()[0];
        double count = Math.ceil((conversion.numbers(operator, 1).numbers()[0] - first) / step);
        double[] numbers = new double[(int) Math.max(0, count)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = first + i * step;
        }
        put(operator, conversion, Shape.of(numbers.length), numbers, start.type());
    }

    private static void concat(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded first = conversion.numbers(operator, 0);
        int axis = Axes.of(operator.integer("axis", 1), first.shape().rank());
        int outer = (int) first.shape().product(0, axis);
        long[] extents = first.shape().toArray();
        extents[axis] = 0;
        for (int i = 0; i < operator.inputs().size(); i++) {
            extents[axis] += conversion.value(operator, i).shape().extent(axis);
        }
        Shape shape = Shape.of(extents);
        double[] numbers = new double[(int) shape.elements()];
        int at = 0;
        for (int row = 0; row < outer; row++) {
            for (int i = 0; i < operator.inputs().size(); i++) {
                double[] part = conversion.numbers(operator, i).numbers();
                int length = part.length / outer;
                System.arraycopy(part, row * length, numbers, at, length);
                at += length;
            }
        }
        put(operator, conversion, shape, numbers, first.type());
    }

    private static void where(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded condition = conversion.numbers(operator, 0);
        Value.Folded a = conversion.numbers(operator, 1);
        Value.Folded b = conversion.numbers(operator, 2);
        Shape shape = Axes.broadcast(condition.shape(), Axes.broadcast(a.shape(), b.shape()));
        int[] choices = Axes.stretched(condition.shape(), shape);
        int[] firsts = Axes.stretched(a.shape(), shape);
        int[] seconds = Axes.stretched(b.shape(), shape);
        double[] numbers = new double[choices.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = condition.numbers()[choices[i]] != 0 ? a.numbers()[firsts[i]] : b.numbers()[seconds[i]];
        }
        put(operator, conversion, shape, numbers, a.type());
    }

    /** Over all of a list, as exporters do with shapes. */
    private static void reduce(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value.Folded x = conversion.numbers(operator, 0);
        if (x.shape().rank() > 1) {
            throw new Unconvertible(Phrase.of("It sums up a constant with more than one axis."));
        }
        double result =
                switch (operator.type()) {
                    case "ReduceProd" -> Arrays.stream(x.numbers()).reduce(1, (a, b) -> a * b);
                    case "ReduceSum" -> Arrays.stream(x.numbers()).reduce(0, Double::sum);
                    case "ReduceMax" -> Arrays.stream(x.numbers()).max().orElse(0);
                    default -> Arrays.stream(x.numbers()).min().orElse(0);
                };
        boolean keep = operator.integer("keepdims", 1) != 0;
        put(operator, conversion, keep ? Shape.of(1) : Shape.of(), new double[] {result}, x.type());
    }
}
