package org.bitwright.io.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchWriterTest {
    @TempDir
    private Path folder;

    private static byte[] written(StateDict state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchWriter.write(state, out, CancelToken.none());
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        StateDict state = StateDict.of(List.of(
                Tensor.of("fc.weight", Shape.of(2, 3), new float[] {1, -0.0f, Float.NaN, 3, Float.MIN_VALUE, 5}),
                Tensor.of("fc.bias", Shape.of(), new float[] {7}),
                Tensor.of("名.empty", Shape.of(0, 70_000), new float[0])));

        StateDict read = TorchReader.read(Files.write(folder.resolve("state.pth"), written(state)));

        assertThat(read.tensors()).extracting(Tensor::name).containsExactly("fc.weight", "fc.bias", "名.empty");
        for (Tensor tensor : state.tensors()) {
            Tensor back = read.tensor(tensor.name()).orElseThrow();
            assertThat(back.shape()).isEqualTo(tensor.shape());
            assertThat(back.readFloats()).isEqualTo(tensor.readFloats());
        }
    }

    @Test
    void everyTypeOfAFileOfPyTorchsIsWrittenAgainByteForByte() throws IOException {
        Path original = folder.resolve("original.pth");
        try (InputStream in = TorchWriterTest.class.getResourceAsStream("checkpoint.pth")) {
            Files.copy(Objects.requireNonNull(in), original);
        }
        StateDict state = TorchReader.read(original);

        StateDict read = TorchReader.read(Files.write(folder.resolve("again.pth"), written(state)));

        assertThat(read.tensors()).hasSameSizeAs(state.tensors());
        for (Tensor tensor : state.tensors()) {
            Tensor back = read.tensor(tensor.name()).orElseThrow();
            assertThat(back.type()).isEqualTo(tensor.type());
            assertThat(back.shape()).isEqualTo(tensor.shape());
            assertThat(bytes(back)).isEqualTo(bytes(tensor));
        }
    }

    private static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes().size());
        tensor.bytes().read(0, bytes);
        return bytes.array();
    }

    /** The pickle of one tensor, taken apart by hand after the protocol's list of instructions. */
    @Test
    void thePickleIsWhatPyTorchWritesWithoutItsMemo() throws IOException {
        byte[] pickle = PickleWriter.stateDict(List.of(Tensor.of("w", Shape.of(300, 2), new float[600])));

        assertThat(new String(pickle, StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0080\u0002ccollections\nOrderedDict\n)R("
                        + "X\u0001\0\0\0wctorch._utils\n_rebuild_tensor_v2\n("
                        + "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\u00000X\u0003\0\0\0cpuM\u0058\u0002tQ"
                        + "K\0(M\u002c\u0001K\u0002t(K\u0002K\u0001t"
                        + "\u0089ccollections\nOrderedDict\n)RtRu.");
    }

    @Test
    void recordsLieStoredOnMultiplesOf64() throws IOException {
        byte[] file = written(StateDict.of(List.of(
                Tensor.of("a", Shape.of(3), new float[] {1, 2, 3}), Tensor.of("b", Shape.of(1), new float[] {4}))));
        Path path = Files.write(folder.resolve("aligned.pth"), file);

        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "archive/data.pkl",
                            "archive/byteorder",
                            "archive/data/0",
                            "archive/data/1",
                            "archive/version");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
            assertThat(zip.getInputStream(zip.getEntry("archive/version")).readAllBytes())
                    .containsExactly('3', '\n');
        }
        assertThat(dataStarts(file)).hasSize(5).allMatch(start -> start % 64 == 0);
    }

    /** Where the bytes of each local header's record begin. */
    private static List<Integer> dataStarts(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        while (buffer.getInt(at) == 0x04034b50) {
            int start = at + 30 + buffer.getShort(at + 26) + buffer.getShort(at + 28);
            starts.add(start);
            at = start + buffer.getInt(at + 18);
        }
        return starts;
    }

    @Test
    void typesWithoutAStorageAreRefused() {
        StateDict state =
                StateDict.of(List.of(new Tensor("w", ElementType.UINT16, Shape.of(1), TensorBytes.of(new byte[2]))));

        assertThatThrownBy(() -> written(state)).hasMessageContaining("'w' is UINT16");
    }
}
