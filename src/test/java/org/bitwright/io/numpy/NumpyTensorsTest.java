package org.bitwright.io.numpy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.io.WeightFiles;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyTensorsTest {
    @TempDir
    private Path place;

    /** An array as numpy.save writes it, version 1.0. */
    static byte[] npy(String descr, boolean fortran, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': "
                + shape + ", }";
        byte[] text =
                (header + " ".repeat(63 - (header.length() + 10) % 64) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(10 + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .put(data)
                .array();
    }

    private static byte[] floats(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private Tensor read(byte[] file) throws IOException {
        return NumpyTensors.readNpy(Files.write(place.resolve("layer.one.npy"), file))
                .tensors()
                .get(0);
    }

    @Test
    void anArrayIsNamedAsItsFileAndReadExactlyInBothByteOrders() throws IOException {
        Tensor little = read(npy("<f4", false, "(2, 3)", floats(ByteOrder.LITTLE_ENDIAN, 1, -2, 3, 1e-40f, 5, 6)));
        assertThat(little.name()).isEqualTo("layer.one");
        assertThat(little.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(little.readFloats()).containsExactly(1, -2, 3, 1e-40f, 5, 6);
        Tensor big = read(npy(">f4", false, "(2, 3)", floats(ByteOrder.BIG_ENDIAN, 1, -2, 3, 1e-40f, 5, 6)));
        assertThat(big.readFloats()).containsExactly(1, -2, 3, 1e-40f, 5, 6);
        float[] part = new float[2];
        big.readFloats(3, part, 0, 2);
        assertThat(part).containsExactly(1e-40f, 5);
    }

    @Test
    void fortranOrderIsTurned() throws IOException {
        // [[1, 2, 3], [4, 5, 6]], column by column
        byte[] columns = floats(ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
        assertThat(read(npy("<f4", true, "(2, 3)", columns)).readFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        byte[] big = floats(ByteOrder.BIG_ENDIAN, 1, 4, 2, 5, 3, 6);
        assertThat(read(npy(">f4", true, "(2, 3)", big)).readFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        // a[i, j, k] = 100 i + 10 j + k of shape 2 × 1 × 2
        byte[] cube = floats(ByteOrder.LITTLE_ENDIAN, 0, 100, 1, 101);
        assertThat(read(npy("<f4", true, "(2, 1, 2)", cube)).readFloats()).containsExactly(0, 1, 100, 101);
    }

    @Test
    void everyTypeOfNumbersIsKept() throws IOException {
        assertThat(read(npy("<f2", false, "(1,)", new byte[] {0, 0x3C})).readFloats())
                .containsExactly(1);
        assertThat(read(npy(">f8", false, "()", new byte[] {0x3F, (byte) 0xF8, 0, 0, 0, 0, 0, 0}))
                        .readFloats())
                .containsExactly(1.5f);
        assertThat(read(npy("|b1", false, "(3,)", new byte[3])).type()).isEqualTo(ElementType.BOOL);
        Tensor ints = read(npy(">i2", false, "(2,)", new byte[] {1, 2, 3, 4}));
        assertThat(ints.type()).isEqualTo(ElementType.INT16);
        ByteBuffer bytes = ByteBuffer.allocate(4);
        ints.bytes().read(0, bytes);
        assertThat(bytes.array()).containsExactly(2, 1, 4, 3);
    }

    static byte[] npz(boolean deflated) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("fc1.weight.npy", npy("<f4", true, "(2, 2)", floats(ByteOrder.LITTLE_ENDIAN, 1, 3, 2, 4)));
        entries.put("fc1.bias.npy", npy("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 5, 6)));
        entries.put("steps.npy", npy("<i8", false, "()", new byte[8]));
        return Wrapped.zipped(entries, deflated);
    }

    @Test
    void theArraysOfAnArchiveAreAStateDict() throws IOException {
        for (boolean deflated : new boolean[] {false, true}) {
            WeightFile file = WeightFiles.open(Files.write(place.resolve("state.npz"), npz(deflated)));
            assertThat(file.format()).isEqualTo("NumPy");
            assertThat(file.weights().stream().map(weight -> weight.tensor().name()))
                    .containsExactly("fc1.weight", "fc1.bias", "steps");
            assertThat(file.weights().get(0).tensor().readFloats()).containsExactly(1, 2, 3, 4);
            assertThat(file.weights().get(0).isLayer()).isTrue();
            assertThat(file.weights().get(2).isLayer()).isFalse();
        }
    }

    private void refused(byte[] file, String... words) throws IOException {
        Path path = Files.write(place.resolve("bad.npy"), file);
        BadFile.refused("NPY as weights", path, named -> all(NumpyTensors.readNpy(named)), words);
    }

    private void archiveRefused(Map<String, byte[]> entries, String... words) throws IOException {
        Path path = Files.write(place.resolve("bad.npz"), Wrapped.zipped(entries, true));
        BadFile.refused("NPZ as weights", path, named -> all(NumpyTensors.readNpz(named)), words);
    }

    static void all(StateDict state) throws IOException {
        TensorReading.all(state.tensors());
    }

    @Test
    void filesThatLieAreRefused() throws IOException {
        byte[] good = npy("<f4", false, "(2, 3)", new byte[24]);
        refused(new byte[0], "the file is empty");
        for (int length = 1; length < good.length; length += 3) {
            refused(Arrays.copyOf(good, length), ": ");
        }
        refused(npy("|O", false, "(1,)", new byte[8]), "Python objects");
        refused(npy("<f4", false, "(1000000000,)", new byte[4]), "needs 4000000000 bytes, but only 4 follow");
        refused(npy("<f4", true, "(900000000000000000, 40)", new byte[4]), "more numbers than there can be");
        refused(npy("<c8", false, "(1,)", new byte[8]), "<c8");
    }

    @Test
    void archivesThatLieAreRefused() throws IOException {
        archiveRefused(Map.of("a.npy", npy("|O", false, "(1,)", new byte[8])), "array 'a'", "Python objects");
        archiveRefused(Map.of(".npy", npy("<f4", false, "(1,)", new byte[4])), "no name");
        archiveRefused(Map.of("readme.txt", new byte[4]), "without an array");
        archiveRefused(Map.of("a.npy", new byte[0]), "array 'a'", "empty");
        archiveRefused(Map.of("a.npy", new byte[200 << 20]), "more than is allowed");
    }
}
