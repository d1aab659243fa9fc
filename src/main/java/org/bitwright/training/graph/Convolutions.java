package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.bitwright.training.graph.rule.DirectConvolution;
import org.bitwright.training.graph.rule.Rearranged;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/**
 * Conv and ConvTranspose over one or two axes; one axis is the width of a picture of height 1. Plain ones run on oneDNN,
 * with their weights as [height, width, inputs, outputs] in the graph: its derivative knows no other order. Dilated ones,
 * many of which ND4J cannot give to oneDNN, those in groups and transposed ones run in plain loops.
 */
final class Convolutions {
    static final Map<String, OperatorConversion> CONVERSIONS =
            Map.of("Conv", Convolutions::conv, "ConvTranspose", Convolutions::transposed);

    private Convolutions() {}

    /** A value with a height, which is 1 where it has only a width. */
    private static Value picture(GraphOperator operator, int input, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = conversion.value(operator, input);
        Shape shape = value.shape();
        return switch (shape.rank()) {
            case 4 -> value;
            case 3 ->
                Shapes.reshaped(value, Shape.of(shape.extent(0), shape.extent(1), 1, shape.extent(2)), conversion);
            default ->
                throw new Unconvertible(Phrase.of(
                        "It goes over %s axes; only convolutions over one or two can be trained.", shape.rank() - 2));
        };
    }

    private static void conv(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value input = picture(operator, 0, conversion);
        Value weight = picture(operator, 1, conversion);
        Window window = window(operator, weight.shape(), input.shape(), conversion);
        Shape x = input.shape();
        Shape w = weight.shape();
        int groups = (int) operator.integer("group", 1);
        if (x.extent(1) != w.extent(1) * groups || w.extent(0) % groups != 0) {
            throw new Unconvertible(Phrase.of("Its input of shape %s does not fit its weight of shape %s.", x, w));
        }
        Shape result =
                Shape.of(x.extent(0), w.extent(0), window.outputs(0, x.extent(2)), window.outputs(1, x.extent(3)));
        SDVariable y = groups == 1 && !window.isDilated()
                ? plain(operator, input, weight, window, conversion)
                : direct(
                        operator,
                        input,
                        weight,
                        new DirectConvolution(x, result, w, groups, window.steps(), false),
                        conversion);
        put(operator, y, result, conversion);
    }

    /** Over one axis the window has a height of 1. */
    private static Window window(GraphOperator operator, Shape weight, Shape input, Conversion conversion)
            throws Unconvertible, IOException {
        boolean flat = conversion.value(operator, 0).shape().rank() == 3;
        long[] kernel = flat ? new long[] {weight.extent(3)} : new long[] {weight.extent(2), weight.extent(3)};
        long[] extents = flat ? new long[] {input.extent(3)} : new long[] {input.extent(2), input.extent(3)};
        Window window = operator.type().equals("Conv")
                ? Window.of(operator, kernel, extents)
                : Window.transposed(operator, kernel, extents);
        return flat ? window.withHeight() : window;
    }

    private static void put(GraphOperator operator, SDVariable y, Shape result, Conversion conversion)
            throws Unconvertible, IOException {
        Value value = new Value.Computed(y, result);
        if (conversion.value(operator, 0).shape().rank() == 3) {
            value = Shapes.reshaped(value, Shape.of(result.extent(0), result.extent(1), result.extent(3)), conversion);
        }
        conversion.put(operator.outputs().get(0), value);
    }

    private static SDVariable plain(
            GraphOperator operator, Value input, Value weight, Window window, Conversion conversion)
            throws Unconvertible, IOException {
        SDVariable x = conversion.variable(input);
        Window symmetric = window;
        if (!window.isSymmetric()) {
            x = padded(x, input.shape(), window, conversion);
            symmetric = window.withoutPadding();
        }
        SDVariable w = turned(weight, conversion);
        SameDiff graph = conversion.graph();
        Conv2DConfig config = config(symmetric);
        return operator.has(2)
                ? graph.cnn.conv2d(x, w, conversion.trained(conversion.value(operator, 2), Role.BIAS), config)
                : graph.cnn.conv2d(x, w, config);
    }

    /** ND4J's own padding is the same before and behind. */
    private static SDVariable padded(SDVariable x, Shape shape, Window window, Conversion conversion)
            throws Unconvertible {
        long[] begin = {0, 0, window.begin()[0], window.begin()[1]};
        long[] end = {0, 0, window.end()[0], window.end()[1]};
        Shape padded = Slices.padded(shape, begin, end);
        int[] places = Slices.places(shape, padded, begin, "constant");
        return conversion.apply(new Rearranged("pad", padded, (int) shape.elements(), places, 0), x);
    }

    private static SDVariable turned(Value weight, Conversion conversion) throws Unconvertible, IOException {
        int[] order = {2, 3, 1, 0};
        return weight instanceof Value.Stored stored
                ? conversion.parameter(stored.moved(order), Role.WEIGHT)
                : conversion.moved(conversion.variable(weight), weight.shape(), order);
    }

    private static Conv2DConfig config(Window window) {
        return Conv2DConfig.builder()
                .kH(window.kernel()[0])
                .kW(window.kernel()[1])
                .sH(window.strides()[0])
                .sW(window.strides()[1])
                .dH(window.dilations()[0])
                .dW(window.dilations()[1])
                .pH(window.begin()[0])
                .pW(window.begin()[1])
                .dataFormat("NCHW")
                .build();
    }

    private static SDVariable direct(
            GraphOperator operator, Value input, Value weight, DirectConvolution rule, Conversion conversion)
            throws Unconvertible, IOException {
        List<SDVariable> inputs = new ArrayList<>();
        inputs.add(conversion.variable(input));
        inputs.add(conversion.trained(weight, Role.WEIGHT));
        if (operator.has(2)) {
            inputs.add(conversion.trained(conversion.value(operator, 2), Role.BIAS));
        }
        return conversion.apply(rule, inputs.toArray(SDVariable[]::new));
    }

    private static void transposed(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Value input = picture(operator, 0, conversion);
        Value weight = picture(operator, 1, conversion);
        Window window = window(operator, weight.shape(), input.shape(), conversion);
        Shape x = input.shape();
        Shape w = weight.shape();
        int groups = (int) operator.integer("group", 1);
        if (x.extent(1) != w.extent(0) || w.extent(0) % groups != 0) {
            throw new Unconvertible(Phrase.of("Its input of shape %s does not fit its weight of shape %s.", x, w));
        }
        Shape result = Shape.of(
                x.extent(0), w.extent(1) * groups, window.inputs(0, x.extent(2)), window.inputs(1, x.extent(3)));
        DirectConvolution rule = new DirectConvolution(result, x, w, groups, window.steps(), true);
        put(operator, direct(operator, input, weight, rule, conversion), result, conversion);
    }
}
