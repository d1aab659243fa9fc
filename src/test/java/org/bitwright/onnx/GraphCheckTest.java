package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class GraphCheckTest {
    @TempDir
    Path folder;

    @Test
    void circlesAndWrongOrderAreRefused() throws IOException {
        refuse(
                graph().node("Add", "one", "x b", "a")
                        .node("Relu", "two", "a", "b")
                        .node("Relu", "", "b", "y"),
                "operator 'one' (Add)",
                "'b'",
                "run in a circle");
        refuse(graph().node("Relu", "late", "a", "y").node("Relu", "", "x", "a"), "'late'", "out of order");
        refuse(graph().node("Relu", "self", "y", "y"), "'self'", "circle");
    }

    @Test
    void everyValueIsMadeOnce() throws IOException {
        refuse(graph().node("Relu", "", "x", "y").node("Relu", "again", "x", "y"), "'again'", "given twice");
        refuse(graph().weight("w", 1).weight("w", 1).node("Relu", "", "x", "y"), "tensor 'w'", "given twice");
        refuse(graph().input("x", 1).node("Relu", "", "x", "y"), "input 'x'", "given twice");
        refuse(graph().node("Relu", "", "x", "x").node("Relu", "", "x", "y"), "given twice");
        refuse(graph().weight("w", 1).node("Relu", "", "x", "w").node("Relu", "", "x", "y"), "given twice");
    }

    @Test
    void outputsMustBeMade() throws IOException {
        refuse(graph().node("Relu", "", "x", "z"), "output 'y'", "no operator makes it");
    }

    @Test
    void operatorsNeedATypeAndAttributesOneName() throws IOException {
        refuse(graph().node(NodeProto.newBuilder().addInput("x").addOutput("y").build()), "has no type");
        refuse(graph().node("Gemm", "g", "x x", "y", "transB=1", "transB=0"), "'transB'", "given twice");
    }

    @Test
    void operatorSetsAreNeededAndPlausible() throws IOException {
        ModelProto proto = graph().node("Relu", "", "x", "y").proto();
        refuse(proto.toBuilder().clearOpsetImport(), "which operator set");
        refuse(proto.toBuilder().setOpsetImport(0, set("", 6)), "operator set 6", "version 7 and newer");
        refuse(proto.toBuilder().setOpsetImport(0, set("", 1L << 40)), "operator set 1099511627776");
        refuse(proto.toBuilder().addOpsetImport(set("ai.onnx", 14)), "given twice");
    }

    @Test
    void nestedGraphsSeeWhatIsAroundThemButNotTheirOwnResult() throws IOException {
        GraphProto fine =
                OnnxModels.opset(13).node("Relu", "", "x", "z").output("z", 1).graph();
        OnnxDocument.open(choice(fine).write(folder.resolve("fine.onnx")));
        GraphProto circular = OnnxModels.opset(13)
                .node("Relu", "inner", "y", "z")
                .output("z", 1)
                .graph();
        refuse(choice(circular), "If 'choice'", "'inner'", "circle");
        GraphProto broken = OnnxModels.opset(13)
                .weight("w", new float[] {1}, 2)
                .output("w", 1)
                .graph();
        refuse(choice(broken), "If 'choice'", "tensor 'w'");
    }

    private static OnnxModels choice(GraphProto branch) {
        return graph().raw("condition", ElementType.BOOL, new byte[] {1})
                .node(OnnxModels.choice("condition", "y", branch));
    }

    @Test
    void functionsThatCallEachOtherAreRefused() throws IOException {
        ModelProto proto =
                graph().domain("local", 1).node("local.A", "", "x", "y").proto();
        refuse(
                proto.toBuilder().addFunctions(function("A", "B")).addFunctions(function("B", "A")),
                "function",
                "calls itself");
        refuse(proto.toBuilder().addFunctions(function("A", "A")), "function 'A'", "calls itself");
        refuse(proto.toBuilder().addFunctions(function("A", "C")).addFunctions(function("A", "D")), "given twice");
        refuse(proto.toBuilder().addFunctions(function("A", "B").toBuilder().clearInput()), "function 'A'", "'a'");
    }

    private static FunctionProto function(String name, String called) {
        return FunctionProto.newBuilder()
                .setDomain("local")
                .setName(name)
                .addInput("a")
                .addOutput("b")
                .addNode(OnnxModels.operator("local." + called, "", "a", "b"))
                .build();
    }

    /** Nothing may grow with the square of the graph. */
    @Test
    @Timeout(60)
    void longGraphsOpenQuickly() throws IOException {
        OnnxModels models = graph().weight("w0", 1, 1);
        for (int i = 0; i < 20_000; i++) {
            models.node("Identity", "", "w" + i, "w" + (i + 1)).node("MatMul", "product", "x w" + i, "m" + i);
            models.weight("v" + i, 1, 1).node("MatMul", "same", "x v" + i, "n" + i);
        }
        OnnxDocument.open(models.node("Relu", "", "x", "y").write(folder.resolve("long.onnx")));
    }

    private static OnnxModels graph() {
        return OnnxModels.opset(13).input("x", 1).output("y", 1);
    }

    private static OperatorSetIdProto set(String domain, long version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private void refuse(OnnxModels models, String... words) throws IOException {
        Refusal.of(models.write(folder.resolve("model.onnx")), words);
    }

    private void refuse(ModelProto.Builder proto, String... words) throws IOException {
        Refusal.of(Files.write(folder.resolve("model.onnx"), proto.build().toByteArray()), words);
    }
}
