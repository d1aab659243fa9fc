package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;

/** Conv. Weights lie as [height, width, inputs, outputs] in the graph, however they are stored. */
final class Convolutions {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of("Conv", Convolutions::conv);

    private Convolutions() {}

    private static void conv(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        Shape weight = conversion.value(operator, 1).shape();
        if (input.rank() != 4 || weight.rank() != 4 || operator.integer("group", 1) != 1) {
            throw new Unconvertible("Only plain convolutions over two axes can be trained.");
        }
        Window window = Window.of(
                operator,
                new long[] {weight.extent(2), weight.extent(3)},
                new long[] {input.extent(2), input.extent(3)});
        if (!window.isSymmetric()) {
            throw new Unconvertible("Its padding is not the same on both sides.");
        }
        SDVariable x = conversion.variable(operator, 0);
        SDVariable w = conversion.trained(operator, 1, Role.WEIGHT, 2, 3, 1, 0);
        Conv2DConfig config = Conv2DConfig.builder()
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
        SDVariable y = operator.has(2)
                ? conversion.graph().cnn.conv2d(x, w, conversion.trained(operator, 2, Role.BIAS, 0), config)
                : conversion.graph().cnn.conv2d(x, w, config);
        conversion.put(
                operator,
                y,
                Shape.of(
                        input.extent(0),
                        weight.extent(0),
                        window.outputs(0, input.extent(2)),
                        window.outputs(1, input.extent(3))));
    }
}
