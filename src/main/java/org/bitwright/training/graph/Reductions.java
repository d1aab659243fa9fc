package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Softmax;
import org.bitwright.training.graph.rule.Summed;
import org.nd4j.autodiff.samediff.SDVariable;

/** Operators that sum up over axes. */
final class Reductions {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "ReduceMean", (operator, conversion) -> reduce(operator, conversion, true),
            "ReduceSum", (operator, conversion) -> reduce(operator, conversion, false),
            "GlobalAveragePool", Reductions::globalAverage,
            "Softmax", (operator, conversion) -> softmax(operator, conversion, false),
            "LogSoftmax", (operator, conversion) -> softmax(operator, conversion, true));

    /** Until this opset softmax goes over all axes from the given one on (ONNX, Softmax-13). */
    private static final int SOFTMAX_OVER_ONE_AXIS = 13;

    private Reductions() {}

    private static void reduce(GraphOperator operator, Conversion conversion, boolean mean)
            throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        Set<Integer> axes = new TreeSet<>();
        for (long axis : Shapes.axes(operator, conversion)) {
            axes.add(Axes.of(axis, input.rank()));
        }
        if (axes.isEmpty() && operator.integer("noop_with_empty_axes", 0) == 0) {
            for (int axis = 0; axis < input.rank(); axis++) {
                axes.add(axis);
            }
        }
        put(operator, conversion, axes, mean, operator.integer("keepdims", 1) != 0);
    }

    private static void globalAverage(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Set<Integer> axes = new TreeSet<>();
        for (int axis = 2; axis < conversion.value(operator, 0).shape().rank(); axis++) {
            axes.add(axis);
        }
        put(operator, conversion, axes, true, true);
    }

    private static void put(
            GraphOperator operator, Conversion conversion, Set<Integer> axes, boolean mean, boolean keep)
            throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        SDVariable x = Operands.of(operator, 0, conversion);
        int[] order = lastSummed(input.rank(), axes);
        SDVariable turned = isOneRun(axes) ? x : conversion.moved(x, input, order);
        Shape shape = isOneRun(axes) ? input : Axes.moved(input, order);
        int first = isOneRun(axes) ? axes.stream().findFirst().orElse(0) : input.rank() - axes.size();
        int behind = first + axes.size();
        int count = (int) shape.product(first, behind);
        conversion.put(
                operator,
                new Summed(
                        reduced(input, axes, keep),
                        (int) shape.product(0, first),
                        count,
                        (int) shape.product(behind, shape.rank()),
                        mean ? 1.0 / count : 1),
                turned);
    }

    private static boolean isOneRun(Set<Integer> axes) {
        return axes.isEmpty()
                || axes.stream().mapToInt(Integer::intValue).max().getAsInt()
                                - axes.stream()
                                        .mapToInt(Integer::intValue)
                                        .min()
                                        .getAsInt()
                        == axes.size() - 1;
    }

    private static int[] lastSummed(int rank, Set<Integer> axes) {
        int[] order = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (!axes.contains(axis)) {
                order[next++] = axis;
            }
        }
        for (int axis : axes) {
            order[next++] = axis;
        }
        return order;
    }

    private static Shape reduced(Shape input, Set<Integer> axes, boolean keep) {
        Shape shape = Shape.of();
        for (int axis = 0; axis < input.rank(); axis++) {
            if (!axes.contains(axis)) {
                shape = Axes.with(shape, input.extent(axis));
            } else if (keep) {
                shape = Axes.with(shape, 1);
            }
        }
        return shape;
    }

    private static void softmax(GraphOperator operator, Conversion conversion, boolean logarithm)
            throws Unconvertible, IOException {
        Shape shape = conversion.value(operator, 0).shape();
        boolean one = conversion.opset() >= SOFTMAX_OVER_ONE_AXIS;
        int axis = Axes.of(operator.integer("axis", one ? -1 : 1), shape.rank());
        int behind = one ? axis + 1 : shape.rank();
        conversion.put(
                operator,
                new Softmax(
                        shape,
                        (int) shape.product(0, axis),
                        (int) shape.product(axis, behind),
                        (int) shape.product(behind, shape.rank()),
                        logarithm),
                conversion.variable(operator, 0));
    }
}
