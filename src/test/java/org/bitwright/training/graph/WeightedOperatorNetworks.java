package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.Named;

/** Small networks of operators with windows, weights or statistics, behind a convolution. */
final class WeightedOperatorNetworks {
    private WeightedOperatorNetworks() {}

    static List<Named<OnnxModels>> poolings() {
        List<Named<OnnxModels>> all = new ArrayList<>();
        for (String type : List.of("MaxPool", "AveragePool")) {
            all.add(OperatorNetworks.after(12, type, "", "kernel_shape=[2,2]", "strides=[2,2]"));
            all.add(OperatorNetworks.after(12, type, "", "kernel_shape=[3,2]", "strides=[2,1]", "pads=[1,0,1,1]"));
            all.add(OperatorNetworks.after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "ceil_mode=1"));
            all.add(OperatorNetworks.after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "auto_pad=SAME_UPPER"));
            all.add(OperatorNetworks.after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "auto_pad=SAME_LOWER"));
        }
        all.add(OperatorNetworks.after(12, "MaxPool", "", "kernel_shape=[2,2]", "dilations=[2,3]"));
        all.add(OperatorNetworks.after(
                12, "AveragePool", "", "kernel_shape=[3,3]", "pads=[1,1,1,1]", "count_include_pad=1"));
        all.add(OperatorNetworks.named(
                "AveragePool over one axis",
                OperatorNetworks.before(14)
                        .longs("to", 0, 4, 30)
                        .node("Reshape", "flat", "h to", "f")
                        .node("AveragePool", "op", "f", "y", "kernel_shape=[4]", "strides=[3]")));
        return all;
    }

    private static Named<OnnxModels> convolution(String type, long[] weight, boolean bias, String... attributes) {
        OnnxModels models = OperatorNetworks.before(13).weight("w", weight);
        if (bias) {
            int groups = Stream.of(attributes)
                    .filter(text -> text.startsWith("group="))
                    .mapToInt(text -> Integer.parseInt(text.substring(6)))
                    .findFirst()
                    .orElse(1);
            models.weight("b", type.equals("Conv") ? weight[0] : weight[1] * groups);
        }
        return OperatorNetworks.named(
                type + " " + weight[0] + " " + String.join(" ", attributes),
                models.node(type, "op", bias ? "h w b" : "h w", "y", attributes));
    }

    static List<Named<OnnxModels>> convolutions() {
        return List.of(
                convolution("Conv", new long[] {5, 4, 3, 3}, true),
                convolution("Conv", new long[] {5, 4, 3, 3}, false, "pads=[1,1,1,1]"),
                convolution("Conv", new long[] {5, 4, 3, 2}, true, "strides=[2,1]", "pads=[1,0,1,0]"),
                convolution("Conv", new long[] {5, 4, 3, 2}, true, "pads=[1,0,2,1]"),
                convolution("Conv", new long[] {5, 4, 2, 3}, true, "dilations=[2,1]", "pads=[1,1,1,1]"),
                convolution("Conv", new long[] {5, 4, 2, 2}, true, "dilations=[3,2]", "strides=[2,2]"),
                convolution("Conv", new long[] {5, 4, 3, 3}, true, "auto_pad=SAME_UPPER", "strides=[2,2]"),
                convolution("Conv", new long[] {5, 4, 3, 3}, true, "auto_pad=SAME_LOWER", "strides=[2,2]"),
                convolution("Conv", new long[] {4, 1, 3, 3}, true, "group=4", "pads=[1,1,1,1]"),
                convolution("Conv", new long[] {8, 1, 3, 3}, true, "group=4", "pads=[1,1,1,1]", "strides=[2,2]"),
                convolution("Conv", new long[] {6, 2, 3, 2}, true, "group=2", "dilations=[1,2]", "pads=[2,0,1,1]"),
                convolution("ConvTranspose", new long[] {4, 5, 3, 3}, true),
                convolution("ConvTranspose", new long[] {4, 5, 2, 2}, false, "strides=[2,2]"),
                convolution(
                        "ConvTranspose",
                        new long[] {4, 5, 3, 3},
                        true,
                        "strides=[2,2]",
                        "pads=[1,1,1,1]",
                        "output_padding=[1,1]"),
                convolution("ConvTranspose", new long[] {4, 2, 3, 2}, true, "group=2", "dilations=[2,1]"),
                convolution("ConvTranspose", new long[] {4, 5, 3, 3}, true, "strides=[2,2]", "auto_pad=SAME_UPPER"),
                convolution("ConvTranspose", new long[] {4, 5, 3, 3}, true, "strides=[2,2]", "output_shape=[12,9]"),
                OperatorNetworks.named(
                        "Conv over one axis",
                        OperatorNetworks.before(13)
                                .longs("to", 0, 4, 30)
                                .node("Reshape", "flat", "h to", "f")
                                .weight("w", 3, 4, 5)
                                .weight("b", 3)
                                .node("Conv", "op", "f w b", "y", "strides=[2]", "pads=[1,2]", "dilations=[3]")),
                OperatorNetworks.named(
                        "Conv in groups over one axis",
                        OperatorNetworks.before(13)
                                .longs("to", 0, 4, 30)
                                .node("Reshape", "flat", "h to", "f")
                                .weight("w", 4, 1, 3)
                                .node("Conv", "op", "f w", "y", "group=4", "pads=[1,1]")));
    }

    static List<Named<OnnxModels>> normalizations() {
        return List.of(
                OperatorNetworks.named(
                        "BatchNormalization",
                        OperatorNetworks.before(14)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .weight("mean", 4)
                                .weight("variance", new float[] {0.5f, 1, 2, 0.3f}, 4)
                                .node("BatchNormalization", "op", "h gain offset mean variance", "y", "epsilon=0.001")),
                OperatorNetworks.named(
                        "BatchNormalization 7",
                        OperatorNetworks.before(7)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .weight("mean", 4)
                                .weight("variance", new float[] {0.5f, 1, 2, 0.3f}, 4)
                                .node("BatchNormalization", "op", "h gain offset mean variance", "y")),
                OperatorNetworks.named(
                        "LayerNormalization",
                        OperatorNetworks.before(17)
                                .weight("gain", 5)
                                .weight("offset", 5)
                                .node("LayerNormalization", "op", "h gain offset", "y")),
                OperatorNetworks.named(
                        "LayerNormalization over two axes",
                        OperatorNetworks.before(17)
                                .weight("gain", 6, 5)
                                .node("LayerNormalization", "op", "h gain", "y", "axis=2", "epsilon=0.01")),
                OperatorNetworks.named(
                        "InstanceNormalization",
                        OperatorNetworks.before(14)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .node("InstanceNormalization", "op", "h gain offset", "y")),
                OperatorNetworks.named(
                        "LayerNormalization in parts",
                        OperatorNetworks.before(13)
                                .constant("two", new float[] {2})
                                .constant("epsilon", new float[] {1e-5f})
                                .weight("gain", 5)
                                .weight("offset", 5)
                                .node("ReduceMean", "m", "h", "mean", "axes=[-1]")
                                .node("Sub", "s", "h mean", "centred")
                                .node("Pow", "p", "centred two", "squares")
                                .node("ReduceMean", "v", "squares", "variance", "axes=[-1]")
                                .node("Add", "e", "variance epsilon", "safe")
                                .node("Sqrt", "q", "safe", "deviation")
                                .node("Div", "d", "centred deviation", "normal")
                                .node("Mul", "g", "normal gain", "gained")
                                .node("Add", "o", "gained offset", "y")));
    }

    static List<Named<OnnxModels>> products() {
        return List.of(
                OperatorNetworks.named(
                        "MatMul", OperatorNetworks.before(13).weight("w", 5, 3).node("MatMul", "op", "h w", "y")),
                OperatorNetworks.named(
                        "MatMul from the left",
                        OperatorNetworks.before(13).weight("w", 3, 6).node("MatMul", "op", "w h", "y")),
                OperatorNetworks.named(
                        "MatMul of a row",
                        OperatorNetworks.before(13).weight("w", 5).node("MatMul", "op", "h w", "y")),
                OperatorNetworks.named(
                        "MatMul a channel",
                        OperatorNetworks.before(13).weight("w", 4, 5, 2).node("MatMul", "op", "h w", "y")),
                OperatorNetworks.named(
                        "MatMul of two values",
                        OperatorNetworks.before(13)
                                .node("Transpose", "t", "h", "turned", "perm=[0,1,3,2]")
                                .node("MatMul", "op", "h turned", "y")),
                OperatorNetworks.named(
                        "MatMul of a turned weight",
                        OperatorNetworks.before(13)
                                .weight("w", 3, 5)
                                .node("Transpose", "t", "w", "turned", "perm=[1,0]")
                                .node("MatMul", "op", "h turned", "y")),
                OperatorNetworks.named(
                        "Gemm",
                        OperatorNetworks.before(13)
                                .node("Flatten", "f", "h", "flat")
                                .weight("w", 120, 3)
                                .weight("b", 3)
                                .node("Gemm", "op", "flat w b", "y")),
                OperatorNetworks.named(
                        "Gemm of all turned",
                        OperatorNetworks.before(13)
                                .node("Flatten", "f", "h", "flat")
                                .node("Transpose", "t", "flat", "turned")
                                .weight("w", 3, 120)
                                .weight("b", 1, 3)
                                .node(
                                        "Gemm",
                                        "op",
                                        "turned w b",
                                        "y",
                                        "transA=1",
                                        "transB=1",
                                        "alpha=0.5",
                                        "beta=2.0")),
                OperatorNetworks.named(
                        "one weight of two operators",
                        OperatorNetworks.before(13)
                                .weight("w", 5, 5)
                                .node("MatMul", "one", "h w", "a")
                                .node("Transpose", "t", "w", "turned", "perm=[1,0]")
                                .node("MatMul", "two", "a turned", "y")),
                OperatorNetworks.named(
                        "a weight of a convolution and a product",
                        OperatorNetworks.before(13)
                                .weight("w", 4, 4, 1, 1)
                                .node("Conv", "one", "h w", "a")
                                .longs("to", 4, 4)
                                .node("Reshape", "r", "w to", "matrix")
                                .node("Transpose", "t", "a", "last", "perm=[0,2,3,1]")
                                .node("MatMul", "two", "last matrix", "y")));
    }
}
