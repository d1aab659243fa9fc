package org.bitwright.io.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** checkpoint.pth was written by PyTorch 1.13 with checkpoint.py beside it, where the expected numbers stand. */
class TorchReaderTest {
    private static final Path SAMPLE = Path.of("sample-models", "model.pth");

    @TempDir
    private Path folder;

    private Path checkpoint = Path.of("");

    @BeforeEach
    void copyTheCheckpoint() throws IOException {
        checkpoint = folder.resolve("checkpoint.pth");
        try (InputStream in = TorchReaderTest.class.getResourceAsStream("checkpoint.pth")) {
            Files.copy(Objects.requireNonNull(in), checkpoint);
        }
    }

    private float[] floats(StateDict state, String name) throws IOException {
        return state.tensor(name).orElseThrow().readFloats();
    }

    private static ByteBuffer bytes(StateDict state, String name) throws IOException {
        Tensor tensor = state.tensor(name).orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes().size()).order(ByteOrder.LITTLE_ENDIAN);
        tensor.bytes().read(0, bytes);
        return bytes.flip();
    }

    @Test
    void theSampleHoldsTheWeightsOfTheNetworkThatWasExportedFromIt() throws IOException {
        StateDict state = TorchReader.read(SAMPLE);
        OnnxDocument network = OnnxDocument.open(Path.of("sample-models", "simple-model.onnx"));

        assertThat(state.tensors())
                .extracting(Tensor::name)
                .containsExactly("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
        for (Tensor tensor : state.tensors()) {
            Tensor exported = network.constant(tensor.name()).orElseThrow();
            assertThat(tensor.shape()).isEqualTo(exported.shape());
            assertThat(tensor.readFloats()).isEqualTo(exported.readFloats());
        }
    }

    @Test
    void nestedTablesAndListsNameTensorsByTheirPlaces() throws IOException {
        StateDict state = TorchReader.read(checkpoint);

        assertThat(state.tensors())
                .extracting(Tensor::name)
                .startsWith(
                        "model.weight",
                        "model.bias",
                        "model.running_mean",
                        "model.running_var",
                        "model.num_batches_tracked",
                        "parameter",
                        "optimizer.state.0.momentum_buffer",
                        "list.0",
                        "list.1.0",
                        "views.slice")
                .hasSize(26);
        assertThat(floats(state, "parameter")).containsExactly(1.5f, -2.5f);
        assertThat(floats(state, "optimizer.state.0.momentum_buffer")).containsExactly(0.25f);
        assertThat(bytes(state, "list.1.0").getLong()).isEqualTo(8);
    }

    @Test
    void aPrefixLeadsToATableInside() throws IOException {
        StateDict model = TorchReader.read(checkpoint).under("model.");

        assertThat(model.tensors())
                .extracting(Tensor::name)
                .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
        assertThat(floats(model, "running_var")).containsExactly(1, 1);
    }

    @Test
    void viewsOfOneStorageAreReadByTheirOffsetsAndStrides() throws IOException {
        StateDict state = TorchReader.read(checkpoint).under("views.");

        assertThat(floats(state, "slice")).containsExactly(4, 5, 6);
        // element [i, j, k] of the permuted view is number 12 j + 4 k + i
        assertThat(state.tensor("permuted").orElseThrow().shape().toArray()).containsExactly(4, 2, 3);
        assertThat(floats(state, "permuted"))
                .containsExactly(0, 4, 8, 12, 16, 20, 1, 5, 9, 13, 17, 21, 2, 6, 10, 14, 18, 22, 3, 7, 11, 15, 19, 23);
        assertThat(floats(state, "every third")).containsExactly(0, 3, 6, 9, 12, 15, 18, 21);
        assertThat(floats(state, "expanded")).containsExactly(1, 1, 1, 2, 2, 2);
        assertThat(floats(state, "scalar")).containsExactly(3.5f);
        assertThat(state.tensor("scalar").orElseThrow().shape().rank()).isZero();
        assertThat(floats(state, "empty")).isEmpty();
    }

    @Test
    void aPartOfAViewIsReadFromItsMiddle() throws IOException {
        Tensor permuted = TorchReader.read(checkpoint).tensor("views.permuted").orElseThrow();
        float[] into = new float[4];

        permuted.readFloats(7, into, 1, 3);

        assertThat(into).containsExactly(0, 5, 9, 13);
    }

    @Test
    void everyElementTypeIsRead() throws IOException {
        StateDict state = TorchReader.read(checkpoint).under("types.");

        assertThat(state.tensors())
                .extracting(Tensor::type)
                .containsExactly(
                        ElementType.FLOAT64,
                        ElementType.FLOAT16,
                        ElementType.BFLOAT16,
                        ElementType.INT64,
                        ElementType.INT32,
                        ElementType.INT16,
                        ElementType.INT8,
                        ElementType.UINT8,
                        ElementType.BOOL,
                        ElementType.COMPLEX64,
                        ElementType.COMPLEX128);
        assertThat(bytes(state, "float64").getDouble()).isEqualTo(0.1);
        assertThat(floats(state, "float16")).containsExactly(0.5f, -65504);
        assertThat(floats(state, "bfloat16")).containsExactly(1, -3);
        assertThat(bytes(state, "int64").getLong()).isEqualTo(-(1L << 40));
        assertThat(bytes(state, "int32").getInt()).isEqualTo(-70000);
        assertThat(bytes(state, "int16").getShort()).isEqualTo((short) -300);
        assertThat(bytes(state, "int8").get()).isEqualTo((byte) -1);
        assertThat(bytes(state, "uint8").get()).isEqualTo((byte) 255);
        assertThat(bytes(state, "bool").array()).containsExactly(1, 0);
        assertThat(bytes(state, "complex64").asFloatBuffer().get(1)).isEqualTo(2);
        assertThat(bytes(state, "complex128").asDoubleBuffer().get(1)).isEqualTo(-4);
    }

    @Test
    void archivesOfMachinesOfTheOtherByteOrderAreReadToo() throws IOException {
        byte[] pickle =
                TorchFiles.oneTensor(3, 1, new long[] {2}, new long[] {1}).stop();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", pickle);
        entries.put("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        entries.put("m/data/0", TorchFiles.floats(ByteOrder.BIG_ENDIAN, 1, 2.5f, -3));
        Path file = Files.write(folder.resolve("big.pth"), TorchFiles.zip(entries, ZipEntry.STORED));

        assertThat(floats(TorchReader.read(file), "w")).containsExactly(2.5f, -3);
    }

    @Test
    void compressedArchivesAreReadToo() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(
                "m/data.pkl",
                TorchFiles.oneTensor(2, 0, new long[] {2}, new long[] {1}).stop());
        entries.put("m/data/0", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 4, 5));
        Path file = Files.write(folder.resolve("packed.pt"), TorchFiles.zip(entries, ZipEntry.DEFLATED));

        assertThat(floats(TorchReader.read(file), "w")).containsExactly(4, 5);
    }

    @Test
    void picklesOfProtocol4AreReadToo() throws IOException {
        // PROTO 4, FRAME, EMPTY_DICT, MEMOIZE, SHORT_BINUNICODE 'w', a tensor whose function is named from the stack,
        // SETITEM
        TorchFiles.Pickle pickle = TorchFiles.pickle();
        pickle.raw(0x80, 4, 0x95).number(100, 8).table().raw(0x94, 0x8C, 1, 'w');
        pickle.text("torch._utils").text("_rebuild_tensor").raw(0x93).mark().storage("FloatStorage", "0", 1);
        pickle.whole(0).wholes(1).wholes(1).op('t').op('R').op('s');
        Path file = Files.write(
                folder.resolve("four.pth"),
                TorchFiles.archive(pickle.stop(), Map.of("0", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 9))));

        assertThat(floats(TorchReader.read(file), "w")).containsExactly(9);
    }

    @Test
    void damagedNumbersAreNoticedBeforeTheyAreGivenOut() throws IOException {
        byte[] archive = TorchFiles.archive(
                TorchFiles.oneTensor(2, 0, new long[] {2}, new long[] {1}).stop(),
                Map.of("0", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 4, 5)));
        int number = indexOf(archive, TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 4, 5));
        archive[number] ^= 1;
        Path file = Files.write(folder.resolve("damaged.pth"), archive);

        StateDict state = TorchReader.read(file);

        assertThatThrownBy(() -> floats(state, "w"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("damaged.pth, entry 'archive/data/0': its checksum does not match: the file is damaged");
    }

    @Test
    void aFileThatChangesWhileItIsOpenIsNoticed() throws IOException {
        StateDict state = TorchReader.read(checkpoint);
        Files.setLastModifiedTime(checkpoint, FileTime.fromMillis(0));

        assertThatThrownBy(() -> floats(state, "parameter"))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("has changed");
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("not there");
    }
}
