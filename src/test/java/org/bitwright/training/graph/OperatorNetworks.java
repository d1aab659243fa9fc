package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.Named;

/**
 * Small networks of one operator each, or of several as exporters put them together. A convolution stands before the
 * operator.
 */
final class OperatorNetworks {
    private OperatorNetworks() {}

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
        all.addAll(WeightedOperatorNetworks.poolings());
        all.addAll(WeightedOperatorNetworks.convolutions());
        all.addAll(WeightedOperatorNetworks.normalizations());
        all.addAll(WeightedOperatorNetworks.products());
        all.addAll(exported());
        return all.stream();
    }

    /** x of 3 × 6 × 5 a sample → convolution → h of 4 × 6 × 5. */
    static OnnxModels before(int opset) {
        return OnnxModels.opset(opset)
                .input("x", -1, 3, 6, 5)
                .weight("first", 4, 3, 1, 1)
                .weight("bias", 4)
                .node("Conv", "first", "x first bias", "h");
    }

    static Named<OnnxModels> after(int opset, String type, String more, String... attributes) {
        return named(
                type + " " + String.join(" ", attributes), before(opset).node(type, "op", "h" + more, "y", attributes));
    }

    static Named<OnnxModels> named(String name, OnnxModels models) {
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
}
