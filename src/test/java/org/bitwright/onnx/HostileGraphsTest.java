package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that are in order but shaped to take forever, to fill the memory or to exhaust the stack. */
@ExtendWith(Tally.class)
@Timeout(60)
class HostileGraphsTest {
    @TempDir
    private Path folder;

    private static void openAll(Path file) throws IOException {
        QuantizedImport.of(OnnxDocument.open(file));
    }

    private void read(OnnxModels models) throws IOException {
        BadFile.read(models.write(folder.resolve("deep.onnx")), HostileGraphsTest::openAll);
    }

    private void refused(ModelProto.Builder model, String... words) throws IOException {
        Path file = Files.write(folder.resolve("bad.onnx"), model.build().toByteArray());
        BadFile.refused("ONNX", file, HostileGraphsTest::openAll, words);
    }

    private static OnnxModels chain(String type, int length, String... attributes) {
        OnnxModels models = OnnxModels.opset(13).input("v0", 2, 2).weight("w", 2, 2);
        for (int i = 0; i < length; i++) {
            models.node(type, "", "v" + i, "v" + (i + 1), attributes);
        }
        return models.node("MatMul", "", "v" + length + " w", "y").output("y", 2, 2);
    }

    @Test
    void longChainsAreRead() throws IOException {
        read(chain("Relu", 20_000));
        read(chain("Identity", 20_000));
    }

    @Test
    void manyWeightsBehindOneLongChainAreRead() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 2, 2).weight("v0", 2, 2);
        for (int i = 0; i < 5_000; i++) {
            models.node("Transpose", "", "v" + i, "v" + (i + 1));
        }
        for (int i = 0; i < 5_000; i++) {
            models.node("MatMul", "", "x v5000", "y" + i).output("y" + i, 2, 2);
        }
        read(models);
    }

    @Test
    void oneValueThatEverybodyTakesIsRead() throws IOException {
        OnnxModels models = OnnxModels.opset(13).input("x", 2, 2).weight("w", 2, 2);
        for (int i = 0; i < 20_000; i++) {
            models.node("MatMul", "", "x w", "y" + i);
        }
        read(models.output("y0", 2, 2));
    }

    @Test
    void quantizersBehindEachOtherAreRead() throws IOException {
        OnnxModels models = OnnxModels.opset(13)
                .input("v0", 2, 2)
                .weight("s", new float[] {0.5f})
                .codes("z", ElementType.INT8, new int[] {0});
        for (int i = 0; i < 5_000; i++) {
            models.node("QuantizeLinear", "", "v" + i + " s z", "q" + i);
            models.node("DequantizeLinear", "", "q" + i + " s z", "v" + (i + 1));
        }
        read(models.weight("w", 2, 2).node("MatMul", "", "v5000 w", "y").output("y", 2, 2));
    }

    @Test
    void oneOperatorWithVeryManyInputsIsRead() throws IOException {
        String inputs = "x ".repeat(50_000).strip();
        read(OnnxModels.opset(13)
                .input("x", 1, 1)
                .node("Concat", "all", inputs, "y", "axis=0")
                .output("y", 50_000, 1));
    }

    /** Taking away what calls nobody, pass by pass, would take 20,000 passes. */
    @Test
    void longChainsOfFunctionsAreReadAndCirclesAmongThemRefused() throws IOException {
        ModelProto.Builder model = OnnxModels.opset(13)
                .domain("own", 1)
                .input("x", 1)
                .node("own.f0", "call", "x", "y")
                .output("y", 1)
                .proto()
                .toBuilder();
        for (int i = 0; i < 20_000; i++) {
            model.addFunctions(function(i, i + 1));
        }
        Path file = Files.write(folder.resolve("functions.onnx"), model.build().toByteArray());
        BadFile.read(file, HostileGraphsTest::openAll);

        model.addFunctions(function(20_000, 0));
        refused(model, "function 'f", "calls itself");
    }

    private static FunctionProto function(int number, int called) {
        return FunctionProto.newBuilder()
                .setName("f" + number)
                .setDomain("own")
                .addInput("a")
                .addOutput("b")
                .addNode(NodeProto.newBuilder()
                        .setDomain("own")
                        .setOpType("f" + called)
                        .addInput("a")
                        .addOutput("b"))
                .build();
    }

    @Test
    void tensorsThatPromiseMoreThanTheyHoldTakeNoMemory() throws IOException {
        for (long[] dims : new long[][] {{1L << 40}, {1 << 20, 1 << 20, 1 << 20}, {Long.MAX_VALUE, 2}, {-1}, {1, -3}}) {
            TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(1);
            for (long dim : dims) {
                tensor.addDims(dim);
            }
            refused(with(tensor.setRawData(ByteString.copyFrom(new byte[4]))), "tensor 'w'");
            refused(with(tensor.clearRawData().addFloatData(1)), "tensor 'w'");
        }
    }

    private static ModelProto.Builder with(TensorProto.Builder tensor) {
        ModelProto.Builder model = OnnxModels.opset(13)
                .input("x", 1)
                .node("Relu", "", "x", "y")
                .output("y", 1)
                .proto()
                .toBuilder();
        model.getGraphBuilder().addInitializer(tensor);
        return model;
    }

    @Test
    void namesThatReverseTheLineOrHideAreShownAsTheirCodes() throws IOException {
        String name = "w\u202e\u0007\u2028";
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(99);
        refused(with(tensor), "\\u202e\\u0007\\u2028");
        refused(with(tensor.setName("n".repeat(1 << 20))), "nnn…'");
    }

    @Test
    void aHugeHoleIsNoModel() throws IOException {
        Path file = folder.resolve("hole.onnx");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(64L << 20);
        }
        BadFile.refused("ONNX", file, HostileGraphsTest::openAll, "no ONNX model");
    }

    @Test
    void textsOfOtherKindsThatWereRenamedAreRefused() throws IOException {
        for (String text : new String[] {
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
            "<html><body>404</body></html>",
            "{\"message\": \"Not Found\"}",
            "name: \"net\"\nlayer { type: \"Input\" }\n",
            "#!/bin/sh\nrm -rf /\n"
        }) {
            BadFile.refused(
                    "ONNX", Files.writeString(folder.resolve("renamed.onnx"), text), HostileGraphsTest::openAll);
        }
    }
}
