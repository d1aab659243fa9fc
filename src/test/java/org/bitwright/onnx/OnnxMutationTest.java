package org.bitwright.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.ProtobufMutation;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;

/** Opens a model as the project does, reads its weights, takes out what is quantized in it, and writes it again. */
class OnnxMutationTest extends MutationTest {

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        byte[] quantized = QuantizedImportTest.weight(
                        13, ElementType.INT8, QuantizedImportTest.CODES, "three zeros", "axis=1")
                .proto()
                .toByteArray();
        byte[] blocks = QuantizedImportTest.weight(
                        21, ElementType.INT8, QuantizedImportTest.CODES, "rows", "axis=0", "block_size=2")
                .proto()
                .toByteArray();
        byte[] convolution = OnnxModels.opset(17)
                .input("x", -1, 1, 4, 4)
                .weight("w", 2, 1, 3, 3)
                .weight("b", 2)
                .weight("scale", 2)
                .weight("shift", 2)
                .weight("mean", 2)
                .weight("variance", new float[] {1, 2}, 2)
                .longs("flat", 0, -1)
                .node("Conv", "conv", "x w b", "c", "pads=[1,1,1,1]", "strides=[1,1]")
                .node("BatchNormalization", "norm", "c scale shift mean variance", "n")
                .node("Relu", "relu", "n", "r")
                .node("Clip", "clip", "r _ _", "k")
                .node("Reshape", "flatten", "k flat", "y")
                .output("y", -1, 32)
                .proto()
                .toByteArray();
        byte[] packed = OnnxModels.opset(17)
                .domain("com.microsoft", 1)
                .input("x", -1, 32)
                .raw("w", ElementType.UINT8, new byte[3 * 16], 3, 1, 16)
                .weight("s", new float[] {1, 2, 3}, 3)
                .node("com.microsoft.MatMulNBits", "fc", "x w s", "y", "K=32", "N=3", "bits=4", "block_size=32")
                .output("y", -1, 3)
                .proto()
                .toByteArray();
        return List.of(new FuzzTarget(
                "ONNX",
                "damaged.onnx",
                List.of(OnnxReaderTest.small(), quantized, blocks, convolution, packed),
                Mutation.oneOf(ByteMutation.plain(), new ProtobufMutation(), new ProtobufMutation()),
                file -> read(file, folder)));
    }

    static void read(Path file, Path folder) throws IOException {
        OnnxDocument document = OnnxDocument.open(file);
        look(document, folder);
        Optional<QuantizedImport> imported = QuantizedImport.of(document);
        if (imported.isPresent()) {
            look(imported.get().document(), folder);
        }
    }

    private static void look(OnnxDocument document, Path folder) throws IOException {
        TensorReading.all(document.initializers());
        TensorReading.all(document.model().layers().stream().map(Layer::weight).toList());
        for (Layer layer : document.model().layers()) {
            layer.bias().ifPresent(bias -> document.constant(bias.name()));
        }
        document.model().edges().forEach(edge -> document.constant(edge.name()));
        document.sessionSource();
        document.digest();
        Path written = folder.resolve("written.onnx");
        OnnxWriter.write(document, written);
        Files.delete(written);
    }
}
