package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Normalization;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each operator in a small network: what it gives against ONNX Runtime, and its gradients against differences. A
 * convolution stands before the operator and an uneven sum of all numbers is the loss, so that each gradient counts.
 */
class OperatorConversionTest {
    private static final int SAMPLES = 2;
    private static final double STEP = 1e-3;

    @TempDir
    Path folder;

    static Stream<Named<OnnxModels>> networks() {
        List<Named<OnnxModels>> all = new ArrayList<>();
        for (String type : List.of(
                "Relu",
                "Sigmoid",
                "Tanh",
                "Erf",
                "Softplus",
                "Softsign",
                "Abs",
                "Neg",
                "Exp",
                "Elu",
                "Selu",
                "HardSigmoid",
                "HardSwish",
                "Identity",
                "Softmax",
                "GlobalAveragePool",
                "GlobalMaxPool",
                "Flatten")) {
            all.add(after(14, type, ""));
        }
        all.add(after(14, "LeakyRelu", "", "alpha=0.2"));
        all.add(after(20, "Gelu", ""));
        all.add(after(20, "Gelu", "", "approximate=tanh"));
        all.add(after(18, "Mish", ""));
        all.add(after(14, "Dropout", ""));
        all.add(after(14, "Cast", "", "to=1"));
        all.add(after(10, "Clip", "", "min=-0.35", "max=0.47"));
        all.add(after(11, "Softmax", "", "axis=2"));
        all.add(after(14, "Softmax", "", "axis=1"));
        all.add(after(14, "LogSoftmax", "", "axis=3"));
        all.addAll(shapes());
        all.addAll(combinations());
        all.addAll(poolings());
        all.addAll(convolutions());
        all.addAll(normalizations());
        all.addAll(products());
        all.addAll(exported());
        return all.stream();
    }

    /** x of 3 × 6 × 5 a sample → convolution → h of 4 × 6 × 5. */
    private static OnnxModels before(int opset) {
        return OnnxModels.opset(opset)
                .input("x", -1, 3, 6, 5)
                .weight("first", 4, 3, 1, 1)
                .weight("bias", 4)
                .node("Conv", "first", "x first bias", "h");
    }

    private static Named<OnnxModels> after(int opset, String type, String more, String... attributes) {
        return named(
                type + " " + String.join(" ", attributes), before(opset).node(type, "op", "h" + more, "y", attributes));
    }

    private static Named<OnnxModels> named(String name, OnnxModels models) {
        return Named.of(name, models.result("y"));
    }

    private static List<Named<OnnxModels>> shapes() {
        return List.of(
                after(14, "Transpose", "", "perm=[0,2,3,1]"),
                named(
                        "Transpose of all",
                        before(14)
                                .node("Transpose", "op", "h", "turned")
                                .node("Tanh", "tanh", "turned", "bent")
                                .node("Transpose", "back", "bent", "y")),
                named(
                        "Flatten from axis 2 on",
                        before(14)
                                .longs("to", -1, 120)
                                .node("Flatten", "op", "h", "flat", "axis=2")
                                .node("Reshape", "back", "flat to", "y")),
                after(12, "Unsqueeze", "", "axes=[1,-1]"),
                after(14, "ReduceMean", "", "axes=[2,3]", "keepdims=0"),
                after(14, "ReduceMean", "", "axes=[1,3]"),
                after(14, "ReduceMean", "", "axes=[-1]"),
                after(14, "Concat", " h", "axis=-2"),
                named("Reshape", before(14).longs("to", 0, 2, -1).node("Reshape", "op", "h to", "y")),
                named("Reshape 7", before(7).longs("to", -1, 120).node("Reshape", "op", "h to", "y")),
                named("Slice", before(9).node("Slice", "op", "h", "y", "starts=[1,-4]", "ends=[3,100]", "axes=[1,2]")),
                named(
                        "Slice by steps",
                        before(13)
                                .longs("starts", 4, 0)
                                .longs("ends", -100, 100)
                                .longs("axes", 3, 2)
                                .longs("steps", -2, 3)
                                .node("Slice", "op", "h starts ends axes steps", "y")),
                named(
                        "Split",
                        before(14)
                                .longs("sizes", 1, 3)
                                .node("Split", "op", "h sizes", "a b", "axis=1")
                                .node("ReduceMean", "mean", "b", "c", "axes=[1]")
                                .node("Mul", "join", "a c", "y")),
                named(
                        "Split in equal parts",
                        before(11).node("Split", "op", "h", "a b", "axis=2").node("Sub", "join", "a b", "y")),
                named(
                        "Squeeze",
                        before(13)
                                .longs("axes", 3)
                                .node("Unsqueeze", "un", "h axes", "u")
                                .node("Squeeze", "op", "u axes", "y")),
                named("Pad", before(13).longs("pads", 0, 0, 1, 2, 0, 0, 0, 1).node("Pad", "op", "h pads", "y")),
                named(
                        "Pad by reflection",
                        before(13)
                                .longs("pads", 0, 0, 1, 2, 0, 0, 0, 1)
                                .node("Pad", "op", "h pads", "y", "mode=reflect")),
                named("Gather", before(13).longs("at", 3, 0, 3).node("Gather", "op", "h at", "y", "axis=1")),
                named("Tile", before(13).longs("times", 1, 2, 1, 3).node("Tile", "op", "h times", "y")),
                named(
                        "Expand",
                        before(13)
                                .node("ReduceMean", "mean", "h", "m", "axes=[1,2]")
                                .longs("to", 1, 4, 6, 5)
                                .node("Expand", "op", "m to", "y")));
    }

    private static List<Named<OnnxModels>> combinations() {
        List<Named<OnnxModels>> all = new ArrayList<>();
        for (String type : List.of("Add", "Sub", "Mul", "Min", "Max")) {
            all.add(named(
                    type + " of a parameter", before(14).weight("w", 4, 1, 1).node(type, "op", "h w", "y")));
            all.add(named(
                    type + " of two values",
                    before(14).node("Tanh", "tanh", "h", "t").node(type, "op", "h t", "y")));
        }
        all.add(named("Div", before(14).node("Exp", "exp", "h", "e").node("Div", "op", "h e", "y")));
        all.add(named(
                "Div by a constant",
                before(14).constant("c", new float[] {1.5f}).node("Div", "op", "h c", "y")));
        all.add(named("Pow", before(14).constant("c", new float[] {3}).node("Pow", "op", "h c", "y")));
        all.add(named(
                "Pow of a square", before(14).constant("c", new float[] {2}).node("Pow", "op", "h c", "y")));
        all.add(named("PRelu", before(14).weight("w", 4, 1, 1).node("PRelu", "op", "h w", "y")));
        all.add(named(
                "Clip by inputs",
                before(14).constant("high", new float[] {0.47f}).node("Clip", "op", "h _ high", "y")));
        all.add(named("Sum", before(14).node("Sum", "op", "h h bias3", "y").weight("bias3", 5)));
        all.add(named(
                "Where",
                before(16)
                        .raw("mask", ElementType.BOOL, new byte[] {1, 0, 0, 1, 1}, 5)
                        .constant("c", new float[] {-2})
                        .node("Where", "op", "mask h c", "y")));
        all.add(named(
                "Sqrt and Log",
                before(14)
                        .node("Exp", "exp", "h", "e")
                        .node("Sqrt", "sqrt", "e", "s")
                        .node("Log", "op", "s", "y")));
        return all;
    }

    private static List<Named<OnnxModels>> poolings() {
        List<Named<OnnxModels>> all = new ArrayList<>();
        for (String type : List.of("MaxPool", "AveragePool")) {
            all.add(after(12, type, "", "kernel_shape=[2,2]", "strides=[2,2]"));
            all.add(after(12, type, "", "kernel_shape=[3,2]", "strides=[2,1]", "pads=[1,0,1,1]"));
            all.add(after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "ceil_mode=1"));
            all.add(after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "auto_pad=SAME_UPPER"));
            all.add(after(12, type, "", "kernel_shape=[3,3]", "strides=[2,2]", "auto_pad=SAME_LOWER"));
        }
        all.add(after(12, "MaxPool", "", "kernel_shape=[2,2]", "dilations=[2,3]"));
        all.add(after(12, "AveragePool", "", "kernel_shape=[3,3]", "pads=[1,1,1,1]", "count_include_pad=1"));
        all.add(named(
                "AveragePool over one axis",
                before(14)
                        .longs("to", 0, 4, 30)
                        .node("Reshape", "flat", "h to", "f")
                        .node("AveragePool", "op", "f", "y", "kernel_shape=[4]", "strides=[3]")));
        return all;
    }

    private static Named<OnnxModels> convolution(String type, long[] weight, boolean bias, String... attributes) {
        OnnxModels models = before(13).weight("w", weight);
        if (bias) {
            int groups = Stream.of(attributes)
                    .filter(text -> text.startsWith("group="))
                    .mapToInt(text -> Integer.parseInt(text.substring(6)))
                    .findFirst()
                    .orElse(1);
            models.weight("b", type.equals("Conv") ? weight[0] : weight[1] * groups);
        }
        return named(
                type + " " + weight[0] + " " + String.join(" ", attributes),
                models.node(type, "op", bias ? "h w b" : "h w", "y", attributes));
    }

    private static List<Named<OnnxModels>> convolutions() {
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
                named(
                        "Conv over one axis",
                        before(13)
                                .longs("to", 0, 4, 30)
                                .node("Reshape", "flat", "h to", "f")
                                .weight("w", 3, 4, 5)
                                .weight("b", 3)
                                .node("Conv", "op", "f w b", "y", "strides=[2]", "pads=[1,2]", "dilations=[3]")),
                named(
                        "Conv in groups over one axis",
                        before(13)
                                .longs("to", 0, 4, 30)
                                .node("Reshape", "flat", "h to", "f")
                                .weight("w", 4, 1, 3)
                                .node("Conv", "op", "f w", "y", "group=4", "pads=[1,1]")));
    }

    private static List<Named<OnnxModels>> normalizations() {
        return List.of(
                named(
                        "BatchNormalization",
                        before(14)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .weight("mean", 4)
                                .weight("variance", new float[] {0.5f, 1, 2, 0.3f}, 4)
                                .node("BatchNormalization", "op", "h gain offset mean variance", "y", "epsilon=0.001")),
                named(
                        "BatchNormalization 7",
                        before(7)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .weight("mean", 4)
                                .weight("variance", new float[] {0.5f, 1, 2, 0.3f}, 4)
                                .node("BatchNormalization", "op", "h gain offset mean variance", "y")),
                named(
                        "LayerNormalization",
                        before(17)
                                .weight("gain", 5)
                                .weight("offset", 5)
                                .node("LayerNormalization", "op", "h gain offset", "y")),
                named(
                        "LayerNormalization over two axes",
                        before(17)
                                .weight("gain", 6, 5)
                                .node("LayerNormalization", "op", "h gain", "y", "axis=2", "epsilon=0.01")),
                named(
                        "InstanceNormalization",
                        before(14)
                                .weight("gain", 4)
                                .weight("offset", 4)
                                .node("InstanceNormalization", "op", "h gain offset", "y")),
                named(
                        "LayerNormalization in parts",
                        before(13)
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

    private static List<Named<OnnxModels>> products() {
        return List.of(
                named("MatMul", before(13).weight("w", 5, 3).node("MatMul", "op", "h w", "y")),
                named("MatMul from the left", before(13).weight("w", 3, 6).node("MatMul", "op", "w h", "y")),
                named("MatMul of a row", before(13).weight("w", 5).node("MatMul", "op", "h w", "y")),
                named("MatMul a channel", before(13).weight("w", 4, 5, 2).node("MatMul", "op", "h w", "y")),
                named(
                        "MatMul of two values",
                        before(13)
                                .node("Transpose", "t", "h", "turned", "perm=[0,1,3,2]")
                                .node("MatMul", "op", "h turned", "y")),
                named(
                        "MatMul of a turned weight",
                        before(13)
                                .weight("w", 3, 5)
                                .node("Transpose", "t", "w", "turned", "perm=[1,0]")
                                .node("MatMul", "op", "h turned", "y")),
                named(
                        "Gemm",
                        before(13)
                                .node("Flatten", "f", "h", "flat")
                                .weight("w", 120, 3)
                                .weight("b", 3)
                                .node("Gemm", "op", "flat w b", "y")),
                named(
                        "Gemm of all turned",
                        before(13)
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
                named(
                        "one weight of two operators",
                        before(13)
                                .weight("w", 5, 5)
                                .node("MatMul", "one", "h w", "a")
                                .node("Transpose", "t", "w", "turned", "perm=[1,0]")
                                .node("MatMul", "two", "a turned", "y")),
                named(
                        "a weight of a convolution and a product",
                        before(13)
                                .weight("w", 4, 4, 1, 1)
                                .node("Conv", "one", "h w", "a")
                                .longs("to", 4, 4)
                                .node("Reshape", "r", "w to", "matrix")
                                .node("Transpose", "t", "a", "last", "perm=[0,2,3,1]")
                                .node("MatMul", "two", "last matrix", "y")));
    }

    /** What exporters make of a few lines of a program. */
    private static List<Named<OnnxModels>> exported() {
        return List.of(
                named(
                        "a shape that is reckoned out",
                        before(13)
                                .node("Shape", "s", "h", "shape")
                                .longs("zero", 0)
                                .longs("rest", -1)
                                .node("Gather", "g", "shape zero", "batch")
                                .node("Concat", "c", "batch rest", "to", "axis=0")
                                .node("Reshape", "r", "h to", "y")),
                named(
                        "a class token",
                        before(13)
                                .longs("flat", 0, 4, 30)
                                .node("Reshape", "r", "h flat", "tokens")
                                .weight("token", 1, 1, 30)
                                .node("Shape", "s", "tokens", "shape")
                                .longs("zero", 0)
                                .longs("rest", -1, -1)
                                .node("Gather", "g", "shape zero", "batch")
                                .node("Concat", "c", "batch rest", "asked", "axis=0")
                                .longs("three", 3)
                                .node("ConstantOfShape", "cs", "three", "ones0")
                                .longs("one", 1)
                                .node("Add", "ones", "ones0long one", "ones1")
                                .longs("ones0long", 0, 0, 0)
                                .longs("minus", -1)
                                .node("Mul", "m", "ones1 minus", "minuses")
                                .node("Equal", "e", "asked minuses", "open")
                                .node("Where", "w", "open ones1 asked", "to")
                                .node("Expand", "x", "token to", "each")
                                .node("Concat", "j", "each tokens", "joined", "axis=1")
                                .weight("position", 1, 5, 30)
                                .node("Add", "p", "joined position", "y")),
                named(
                        "attention",
                        before(13)
                                .longs("to", 0, 4, 2, 15)
                                .node("Reshape", "r", "h to", "heads")
                                .node("Transpose", "q", "heads", "query", "perm=[0,2,1,3]")
                                .node("Transpose", "k", "heads", "key", "perm=[0,2,3,1]")
                                .node("MatMul", "qk", "query key", "scores")
                                .constant("root", new float[] {0.258f})
                                .node("Mul", "m", "scores root", "scaled")
                                .node("Softmax", "s", "scaled", "shares", "axis=-1")
                                .node("MatMul", "v", "shares query", "y")),
                named(
                        "Gelu by Erf",
                        before(13)
                                .constant("root", new float[] {1.4142135f})
                                .constant("one", new float[] {1})
                                .constant("half", new float[] {0.5f})
                                .node("Div", "d", "h root", "a")
                                .node("Erf", "e", "a", "b")
                                .node("Add", "p", "b one", "c")
                                .node("Mul", "m", "h c", "d")
                                .node("Mul", "n", "d half", "y")));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void givesWhatOnnxRuntimeGives(OnnxModels models) throws Exception {
        OnnxDocument document = models.open(folder);

        assertThat(NetworkConversion.obstacles(document)).isEmpty();
        OnnxRuntimeParity.assertParity(document, SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreDifferences(OnnxModels models) throws Exception {
        OnnxDocument document = models.open(folder);
        try (TrainableNetwork network = TrainableNetwork.of(document, Map.of(), Normalization.FROZEN, SAMPLES)) {
            float[][] parameters = network.initial();
            float[] inputs = OnnxModels.values(SAMPLES * network.inputValues());
            float[][] gradients = network.initial();
            network.step(parameters, inputs, SAMPLES, OperatorConversionTest::slopes, gradients, CancelToken.none());

            assertThat(network.parameters()).hasSizeGreaterThanOrEqualTo(2);
            for (int p = 0; p < gradients.length; p++) {
                check(network, parameters, inputs, p, gradients[p]);
            }
        }
    }

    private static void check(TrainableNetwork network, float[][] parameters, float[] inputs, int p, float[] gradient) {
        double largest = 1;
        for (float slope : gradient) {
            largest = Math.max(largest, Math.abs(slope));
        }
        int each = Math.max(1, gradient.length / 6);
        for (int i = 0; i < gradient.length; i += each) {
            float before = parameters[p][i];
            double difference = 0;
            for (int side = -1; side <= 1; side += 2) {
                parameters[p][i] = (float) (before + side * STEP);
                difference += side * loss(network, parameters, inputs);
            }
            parameters[p][i] = before;
            assertThat((double) gradient[i])
                    .as("%s, number %d", network.parameters().get(p).name(), i)
                    .isCloseTo(difference / (2 * STEP), within(1e-2 * largest));
        }
    }

    private static double loss(TrainableNetwork network, float[][] parameters, float[] inputs) {
        float[] outputs = network.outputs(parameters, inputs, SAMPLES);
        double sum = 0;
        for (int i = 0; i < outputs.length; i++) {
            sum += weight(i) * outputs[i];
        }
        return sum;
    }

    private static void slopes(int first, int samples, float[] outputs, float[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = weight(first * (gradient.length / samples) + i);
        }
    }

    private static float weight(int output) {
        return (float) Math.cos(2.3 * output);
    }
}
