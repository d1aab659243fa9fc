package org.bitwright.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.io.safetensors.SafetensorsWriter;
import org.bitwright.io.torch.TorchWriter;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {
    @TempDir
    private Path folder;

    @Test
    void contentTellsTheFormatAndNotTheName() throws IOException {
        StateDict state = StateDict.of(List.of(Tensor.of("w", Shape.of(1, 2), new float[] {1, 2})));
        Path torch = folder.resolve("a.safetensors");
        try (OutputStream out = Files.newOutputStream(torch)) {
            TorchWriter.write(state, out, CancelToken.none());
        }
        Path safetensors = folder.resolve("b.pth");
        write(state, safetensors);
        assertThat(WeightFiles.open(torch).format()).isEqualTo("PyTorch");
        assertThat(WeightFiles.open(safetensors).format()).isEqualTo("safetensors");
        assertThat(WeightFiles.recognizes(torch)).isTrue();
        Path onnx = Path.of("sample-models/lenet5.onnx");
        assertThat(WeightFiles.recognizes(onnx)).isFalse();
        assertThatThrownBy(() -> WeightFiles.open(onnx))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("lenet5.onnx")
                .hasMessageContaining("PyTorch");
        assertThatThrownBy(() -> WeightFiles.open(folder)).hasMessageContaining("folder");
        assertThatThrownBy(() -> WeightFiles.open(folder.resolve("gone")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no such file");
    }

    /** 1/3 in every float type, by hand: 3FD5555555555555, 3EAAAAAB, 3555, 3EAB. */
    @Test
    void everyFloatTypeIsReadToItsExactValue() throws IOException {
        StateDict state = StateDict.of(List.of(
                bytes("double", ElementType.FLOAT64, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xD5, 0x3F),
                bytes("float", ElementType.FLOAT32, 0xAB, 0xAA, 0xAA, 0x3E),
                bytes("half", ElementType.FLOAT16, 0x55, 0x35),
                bytes("brain", ElementType.BFLOAT16, 0xAB, 0x3E),
                bytes("count", ElementType.INT64, 7, 0, 0, 0, 0, 0, 0, 0)));
        Path safetensors = folder.resolve("all.safetensors");
        write(state, safetensors);
        Path torch = folder.resolve("all.pth");
        try (OutputStream out = Files.newOutputStream(torch)) {
            TorchWriter.write(state, out, CancelToken.none());
        }
        for (Path file : List.of(safetensors, torch)) {
            WeightFile found = WeightFiles.open(file);
            assertThat(value(found, "double")).isEqualTo(0x1.555556p-2f); // rounded to float32
            assertThat(value(found, "float")).isEqualTo(0x1.555556p-2f);
            assertThat(value(found, "half")).isEqualTo(0x1.554p-2f);
            assertThat(value(found, "brain")).isEqualTo(0x1.56p-2f);
            StoredWeight count = found.weights().stream()
                    .filter(weight -> weight.tensor().name().equals("count"))
                    .findFirst()
                    .orElseThrow();
            assertThat(count.isLayer()).isFalse();
            ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            count.tensor().bytes().read(0, raw);
            assertThat(raw.getLong(0)).isEqualTo(7);
        }
    }

    @Test
    void lengthsOfBiasesTellWhereOutputsLie() throws IOException {
        WeightFile found = named(
                "linear.weight", 4, 3, "linear.bias", 4, //
                "kernel", 3, 4, "bias", 4, //
                "up.weight", 5, 6, 2, 2, "up.bias", 6, //
                "conv.weight", 5, 6, 2, 2, "conv.bias", 5, //
                "norm.weight", 6);
        assertThat(found.weights().stream().map(StoredWeight::channelAxis))
                .containsExactly(
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        OptionalInt.of(1),
                        OptionalInt.empty(),
                        OptionalInt.of(1),
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        OptionalInt.empty(),
                        OptionalInt.empty());
        assertThat(found.weights().get(4).op()).isEqualTo("ConvTranspose");
        assertThat(found.weights().get(4).inputAxis()).hasValue(0);
        assertThat(found.notes()).singleElement().asString().contains("kernel", "up.weight");
    }

    @Test
    void convolutionsThatNothingTellsOfAreSaidToBeAGuess() throws IOException {
        assertThat(named("conv.weight", 5, 6, 2, 2).notes())
                .singleElement()
                .asString()
                .contains("transposed convolution", "second");
        assertThat(named("fc.weight", 5, 6).notes()).isEmpty();
    }

    @Test
    void filesOfAnIndexAreNamed() throws IOException {
        Path first = folder.resolve("one.safetensors");
        Path second = folder.resolve("two.safetensors");
        write(StateDict.of(List.of(Tensor.of("a", Shape.of(1, 1), new float[] {1}))), first);
        write(StateDict.of(List.of(Tensor.of("b", Shape.of(1, 1), new float[] {2}))), second);
        Path index = Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}",
                StandardCharsets.UTF_8);
        WeightFile found = WeightFiles.open(index);
        assertThat(found.parts()).containsExactly(first, second);
        assertThat(value(found, "b")).isEqualTo(2);
    }

    private WeightFile named(Object... namesAndExtents) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < namesAndExtents.length; ) {
            String name = (String) namesAndExtents[i++];
            List<Long> extents = new ArrayList<>();
            while (i < namesAndExtents.length && namesAndExtents[i] instanceof Integer extent) {
                extents.add((long) extent);
                i++;
            }
            Shape shape = Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
            tensors.add(Tensor.of(name, shape, new float[(int) shape.elements()]));
        }
        Path file = folder.resolve("named.pth");
        try (OutputStream out = Files.newOutputStream(file)) {
            TorchWriter.write(StateDict.of(tensors), out, CancelToken.none());
        }
        return WeightFiles.open(file);
    }

    private static float value(WeightFile file, String name) throws IOException {
        for (StoredWeight weight : file.weights()) {
            if (weight.tensor().name().equals(name)) {
                return weight.tensor().readFloats()[0];
            }
        }
        throw new AssertionError("no tensor " + name);
    }

    private static void write(StateDict state, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            SafetensorsWriter.write(state, Map.of("format", "pt"), out, CancelToken.none());
        }
    }

    private static Tensor bytes(String name, ElementType type, int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        return new Tensor(name, type, Shape.of(1), new TensorBytes() {
            @Override
            public long size() {
                return raw.length;
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                into.put(raw, (int) offset, into.remaining());
            }
        });
    }
}
