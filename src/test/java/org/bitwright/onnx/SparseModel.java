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

/** Matrix products with weights of any size in an external file that takes hardly any room on the disk: mostly holes. */
public final class SparseModel {
    private static final String DATA = "weights.bin";
    private static final int COLUMNS = 4096;

    private SparseModel() {}

    /**
     * Writes a model of layers {@code product0}, {@code product1} … whose weights are 0 but for three values: −3 at the
     * first place, 0.5 in the middle, 5 at the last.
     *
     * @param megabytes of each layer's weight
     */
    public static Path write(Path folder, int... megabytes) throws IOException {
        OnnxModels models = OnnxModels.opset(17);
        try (FileChannel data = FileChannel.open(
                folder.resolve(DATA),
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE)) {
            long offset = 0;
            for (int layer = 0; layer < megabytes.length; layer++) {
                long bytes = (long) megabytes[layer] << 20;
                long rows = bytes / Float.BYTES / COLUMNS;
                put(data, offset, -3);
                put(data, offset + bytes / 2, 0.5f);
                put(data, offset + bytes - Float.BYTES, 5);
                models.input("x" + layer, -1, rows)
                        .initializer(tensor("w" + layer, rows, offset, bytes))
                        .node("MatMul", "product" + layer, "x" + layer + " w" + layer, "y" + layer)
                        .output("y" + layer, -1, COLUMNS);
                offset += bytes;
            }
        }
        return models.write(folder.resolve("sparse.onnx"));
    }

    private static void put(FileChannel data, long at, float value) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.write(bytes.putFloat(0, value), at);
    }

    private static TensorProto tensor(String name, long rows, long offset, long bytes) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(ElementType.FLOAT32))
                .addDims(rows)
                .addDims(COLUMNS)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", DATA))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(bytes)))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
