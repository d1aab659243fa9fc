package org.bitwright.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    private Path folder;

    private static byte[] written(Map<String, String> metadata, Tensor... tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(StateDict.of(List.of(tensors)), metadata, out, CancelToken.none());
        return out.toByteArray();
    }

    private static Tensor bytes(String name, ElementType type, int... values) {
        byte[] content = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            content[i] = (byte) values[i];
        }
        return new Tensor(name, type, Shape.of(values.length), new TensorBytes() {
            @Override
            public long size() {
                return content.length;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                into.put(content, (int) offset, into.remaining());
            }
        });
    }

    @Test
    void theFileIsALengthAHeaderAndTheNumbers() throws IOException {
        byte[] file = written(Map.of("format", "pt"), Tensor.of("w", Shape.of(1, 2), new float[] {1, -2}));

        String header =
                "{\"__metadata__\":{\"format\":\"pt\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) buffer.getLong(0);
        assertThat(length % 8).isZero();
        assertThat(new String(file, 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo(header);
        assertThat(buffer.getFloat(8 + length)).isEqualTo(1);
        assertThat(buffer.getFloat(12 + length)).isEqualTo(-2);
        assertThat(file).hasSize(8 + length + 8);
    }

    @Test
    void whatIsWrittenIsReadBackWithEveryTensorAlignedToItsType() throws IOException {
        Tensor odd = bytes("odd", ElementType.INT8, 1, -2, 3);
        Tensor wide = Tensor.of("wide", Shape.of(3), new float[] {0.5f, Float.NaN, -0.0f});
        Tensor empty = Tensor.of("empty", Shape.of(2, 0), new float[0]);
        Path file = Files.write(folder.resolve("w.safetensors"), written(Map.of(), odd, wide, empty));

        StateDict state = SafetensorsReader.read(file);

        assertThat(state.tensors()).extracting(Tensor::name).containsExactly("wide", "empty", "odd");
        assertThat(state.tensor("wide").orElseThrow().readFloats()).isEqualTo(wide.readFloats());
        ByteBuffer read = ByteBuffer.allocate(3);
        state.tensor("odd").orElseThrow().bytes().read(0, read);
        assertThat(read.array()).containsExactly(1, -2, 3);
    }

    @Test
    void whatTheFormatCannotHoldIsRefused() {
        Tensor complex = new Tensor(
                "c",
                ElementType.COMPLEX128,
                Shape.of(0),
                bytes("c", ElementType.INT8).bytes());

        assertThatThrownBy(() -> written(Map.of(), complex)).hasMessageContaining("'c' is COMPLEX128");
        assertThatThrownBy(() -> written(Map.of(), Tensor.of("__metadata__", Shape.of(0), new float[0])))
                .hasMessageContaining("__metadata__");
    }
}
