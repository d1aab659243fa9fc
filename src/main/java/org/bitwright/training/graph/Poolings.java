package org.bitwright.training.graph;

import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Shape;
import org.bitwright.onnx.GraphOperator;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D.Pooling2DType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** MaxPool. */
final class Poolings {
    static final Map<String, OperatorConversion> CONVERSIONS = Map.of("MaxPool", Poolings::maxPool);

    private Poolings() {}

    private static void maxPool(GraphOperator operator, Conversion conversion) throws Unconvertible, IOException {
        Shape input = conversion.value(operator, 0).shape();
        long[] kernel = operator.integers("kernel_shape");
        if (input.rank() != 4 || kernel.length != 2 || operator.integer("ceil_mode", 0) != 0) {
            throw new Unconvertible("Only pooling over two axes can be trained.");
        }
        Window window = Window.of(operator, kernel, new long[] {input.extent(2), input.extent(3)});
        if (!window.isSymmetric()) {
            throw new Unconvertible("Its padding is not the same on both sides.");
        }
        Pooling2DConfig config = Pooling2DConfig.builder()
                .kH(kernel[0])
                .kW(kernel[1])
                .sH(window.strides()[0])
                .sW(window.strides()[1])
                .dH(window.dilations()[0])
                .dW(window.dilations()[1])
                .pH(window.begin()[0])
                .pW(window.begin()[1])
                .type(Pooling2DType.MAX)
                .isNHWC(false)
                .build();
        conversion.put(
                operator,
                conversion.graph().cnn.maxPooling2d(conversion.variable(operator, 0), config),
                Shape.of(
                        input.extent(0),
                        input.extent(1),
                        window.outputs(0, input.extent(2)),
                        window.outputs(1, input.extent(3))));
    }
}
