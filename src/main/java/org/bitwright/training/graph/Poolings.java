package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.Pooling;
import org.bitwright.training.graph.rule.Pooling.Kind;
import org.bitwright.training.graph.rule.Windows;

/** MaxPool, AveragePool and GlobalMaxPool over any number of axes. */
final class Poolings {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of(
            "MaxPool", (operator, conversion) -> pool(operator, conversion, Kind.MAXIMUM),
            "AveragePool", Poolings::average,
            "GlobalMaxPool", Poolings::globalMax);

    private Poolings() {}

    private static void average(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        boolean zeros = operator.integer("count_include_pad", 0) != 0;
        pool(operator, conversion, zeros ? Kind.MEAN_WITH_ZEROS : Kind.MEAN);
    }

    private static void pool(GraphOperator operator, Conversion conversion, Kind kind)
            throws Unconvertible, IOException {
        long[] kernel = operator.integers("kernel_shape");
        Shape input = conversion.value(operator, 0).shape();
        if (kernel.length != input.rank() - 2 || kernel.length == 0) {
            throw new Unconvertible(
                    Phrase.of("Its window over %s axes does not fit its input of shape %s.", kernel.length, input));
        }
        long[] extents = Arrays.copyOfRange(input.toArray(), 2, input.rank());
        Window window = Window.of(operator, kernel, extents);
        put(operator, conversion, kind, window, outputs(window, extents, operator.integer("ceil_mode", 0) != 0));
    }

    private static void globalMax(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long[] extents = Arrays.copyOfRange(input.toArray(), 2, input.rank());
        long[] ones = new long[extents.length];
        Arrays.fill(ones, 1);
        long[] zeros = new long[extents.length];
        put(operator, conversion, Kind.MAXIMUM, new Window(extents, ones, ones, zeros, zeros), ones);
    }

    /** Windows that begin within the input, or before it, but end behind it count where the number is rounded up. */
    private static long[] outputs(Window window, long[] extents, boolean up) {
        long[] outputs = new long[extents.length];
        for (int axis = 0; axis < outputs.length; axis++) {
            outputs[axis] = window.outputs(axis, extents[axis]);
            long next = outputs[axis] * window.strides()[axis];
            boolean begins = next < extents[axis] + window.begin()[axis];
            boolean left = window.inputs(axis, outputs[axis]) < extents[axis];
            if (up && begins && left) {
                outputs[axis]++;
            }
        }
        return outputs;
    }

    private static void put(GraphOperator operator, Conversion conversion, Kind kind, Window window, long[] outputs)
            throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        Shape result = Axes.first(input, 2);
        for (long extent : outputs) {
            result = Axes.with(result, extent);
        }
        Windows windows = Windows.of(
                integers(Arrays.copyOfRange(input.toArray(), 2, input.rank())),
                integers(window.kernel()),
                integers(window.strides()),
                integers(window.dilations()),
                integers(window.begin()),
                integers(window.end()),
                integers(outputs));
        int planes = (int) input.product(0, 2);
        int plane = (int) input.product(2, input.rank());
        conversion.put(operator, new Pooling(result, kind, planes, plane, windows), conversion.variable(operator, 0));
    }

    private static int[] integers(long[] list) {
        return Arrays.stream(list).mapToInt(Math::toIntExact).toArray();
    }
}
