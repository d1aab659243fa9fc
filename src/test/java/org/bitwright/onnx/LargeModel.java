package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bitwright.model.ElementType;

/** A network of square matrix products whose weights lie in an external file, as large as a test wants it. */
public final class LargeModel {
    private static final String DATA = "weights.bin";

    private LargeModel() {}

    /** The file that holds the weights of a model in this folder. */
    public static Path weights(Path folder) {
        return folder.resolve(DATA);
    }

    /** Writes {@code layers} products of {@code size} × {@code size} float32 weights and gives the model file. */
    public static Path write(Path folder, int layers, int size) throws IOException {
        ByteBuffer row = ByteBuffer.allocate(4 * size).order(ByteOrder.LITTLE_ENDIAN);
        row.asFloatBuffer().put(OnnxModels.values(size));
        OnnxModels models = OnnxModels.opset(17).input("x0", -1, size);
        try (FileChannel data =
                FileChannel.open(weights(folder), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            for (int layer = 0; layer < layers; layer++) {
                models.initializer(tensor("w" + layer, size, data.position()))
                        .node("MatMul", "product" + layer, "x" + layer + " w" + layer, "x" + (layer + 1));
                for (int i = 0; i < size; i++) {
                    row.clear();
                    while (row.hasRemaining()) {
                        data.write(row);
                    }
                }
            }
        }
        return models.output("x" + layers, -1, size).write(folder.resolve("large.onnx"));
    }

    private static TensorProto tensor(String name, int size, long offset) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(ElementType.FLOAT32))
                .addDims(size)
                .addDims(size)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", DATA))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(4L * size * size)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
