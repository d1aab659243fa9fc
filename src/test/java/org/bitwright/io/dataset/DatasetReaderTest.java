package org.bitwright.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.numpy.NpyFiles.floats;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.longs;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.npz;
import static org.bitwright.io.numpy.NpyFiles.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class DatasetReaderTest {
    private static final byte[] IMAGES = idx(8, new int[] {3, 2, 2}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255);
    private static final byte[] LABELS = idx(8, new int[] {3}, 7, 0, 9);

    @TempDir
    Path folder;

    @Test
    void tablesAreKnownByWhatTheyHold() throws IOException {
        assertThat(DatasetReader.isTable(Files.writeString(folder.resolve("t.csv"), "a;kind\n1;0\n2;1\n")))
                .isTrue();
        assertThat(DatasetReader.isTable(write(folder, "t10k-images-idx3-ubyte", IMAGES)))
                .isFalse();
        assertThat(DatasetReader.isTable(folder)).isFalse();
        assertThat(DatasetReader.isTable(folder.resolve("none"))).isFalse();
    }

    @Test
    void idxImagesHaveOneChannelAndTheirLabelsAreFoundBeside() throws IOException {
        Path images = write(folder, "t10k-images-idx3-ubyte", IMAGES);
        Path labels = write(folder, "t10k-labels-idx1-ubyte", LABELS);

        assertThat(DatasetReader.findLabels(images)).contains(labels);
        Dataset data = DatasetReader.read(images, DatasetReader.findLabels(images));

        assertThat(data.name()).isEqualTo("t10k-images-idx3-ubyte");
        assertThat(data.size()).isEqualTo(3);
        assertThat(data.sampleShape()).isEqualTo(Shape.of(1, 2, 2));
        assertThat(data.labels().orElseThrow()).containsExactly(7, 0, 9);
        float[] two = new float[9];
        data.read(1, 2, two, 1);
        assertThat(two).containsExactly(0, 4, 5, 6, 7, 8, 9, 10, 255);
        assertThat(DatasetReader.defaultScale(images)).isEqualTo(1f / 255);
    }

    @Test
    void gzippedFilesReadTheSameAndAreFoundAcrossWrapping() throws IOException {
        Path images = write(folder, "train-images-idx3-ubyte.gz", gzip(IMAGES));
        Path labels = write(folder, "train-labels-idx1-ubyte", LABELS);

        assertThat(DatasetReader.findLabels(images)).contains(labels);
        float[] all = new float[12];
        DatasetReader.read(images, Optional.of(labels)).read(0, 3, all, 0);
        assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255);
        assertThat(DatasetReader.defaultScale(images)).isEqualTo(1f / 255);
    }

    @Test
    void everyIdxElementTypeIsRead() throws IOException {
        ByteBuffer body = ByteBuffer.allocate(16)
                .putFloat(1.5f)
                .putFloat(-2)
                .putFloat(3e9f)
                .putFloat(0);
        assertThat(values(idxRaw(0x0D, new int[] {2, 2}, body.array()))).containsExactly(1.5f, -2, 3e9f, 0);
        assertThat(values(idxRaw(0x09, new int[] {1, 2}, new byte[] {-1, 5}))).containsExactly(-1, 5);
        assertThat(values(idxRaw(0x0B, new int[] {1, 1}, new byte[] {1, 0}))).containsExactly(256);
        assertThat(values(idxRaw(0x0C, new int[] {1, 1}, new byte[] {0, 1, 0, 0})))
                .containsExactly(65536);
        assertThat(values(idxRaw(
                        0x0E,
                        new int[] {1, 1},
                        ByteBuffer.allocate(8).putDouble(0.25).array())))
                .containsExactly(0.25f);
    }

    @Test
    void npySamplesFindTheirLabels() throws IOException {
        Path x = write(
                folder,
                "x_test.npy",
                npy(header("<f4", false, "(2, 1, 2)"), floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
        Path y = write(folder, "y_test.npy", npy(header("<i8", false, "(2,)"), longs(1, 0)));

        assertThat(DatasetReader.findLabels(x)).contains(y);
        Dataset data = DatasetReader.read(x, Optional.of(y));

        assertThat(data.sampleShape()).isEqualTo(Shape.of(1, 2));
        assertThat(data.labels().orElseThrow()).containsExactly(1, 0);
        assertThat(DatasetReader.defaultScale(x)).isEqualTo(1);
    }

    @Test
    void npzHoldsSamplesAndLabels() throws IOException {
        byte[] x = npy(header("|u1", false, "(2, 3)"), new byte[] {1, 2, 3, 4, 5, 6});
        byte[] y = npy(header("|u1", false, "(2, 1)"), new byte[] {4, 2});
        Path file = write(folder, "test.npz", npz(Map.of("images", x, "labels", y)));

        assertThat(DatasetReader.findLabels(file)).contains(file);
        Dataset data = DatasetReader.read(file, DatasetReader.findLabels(file));

        assertThat(data.sampleShape()).isEqualTo(Shape.of(3));
        assertThat(data.labels().orElseThrow()).containsExactly(4, 2);
    }

    @Test
    void npzWithUnknownKeysNamesThem() {
        byte[] a = npy(header("|u1", false, "(1, 1)"), new byte[] {1});
        Path file = write(folder, "odd.npz", npz(Map.of("foo", a, "bar", a)));

        refused(file, "odd.npz", "none of its arrays", "foo", "bar");
    }

    @Test
    void npzArraysAreMatchedWithTheNetworksInputs() throws IOException {
        byte[] ids = npy(header("<i8", false, "(2, 3)"), longs(1, 2, 3, 1L << 40, 5, 6));
        byte[] mask = npy(header("|b1", false, "(2, 3)"), new byte[] {1, 1, 0, 1, 0, 0});
        byte[] lengths = npy(header("<i8", true, "(2,)"), longs(2, 1));
        byte[] y = npy(header("|u1", false, "(2,)"), new byte[] {4, 2});
        Path file = write(
                folder,
                "tokens.npz",
                npz(Map.of("attentionMask", mask, "input_ids", ids, "lengths", lengths, "labels", y, "x", mask)));
        List<ValueInfo> inputs = List.of(
                input("input_ids", ElementType.INT64, 2),
                input("attention_mask", ElementType.INT64, 2),
                input("lengths", ElementType.INT64, 1));

        Dataset data = read(file, inputs);

        assertThat(data.inputs())
                .containsExactly(
                        new SampleInput("input_ids", ElementType.INT64, Shape.of(3)),
                        new SampleInput("attention_mask", ElementType.BOOL, Shape.of(3)),
                        new SampleInput("lengths", ElementType.INT64, Shape.of()));
        assertThat(data.labels().orElseThrow()).containsExactly(4, 2);
        long[] second = new long[4];
        data.readLongs(0, 1, 1, second, 1);
        assertThat(second).containsExactly(0, 1L << 40, 5, 6);
        data.readLongs(1, 0, 1, second, 0);
        assertThat(second).containsExactly(1, 1, 0, 6);
        assertThatThrownBy(() -> data.readLongs(1, 1, 2, new long[6], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void arraysOfDifferentNumbersOfSamplesAreRefused() {
        byte[] two = npy(header("|u1", false, "(2, 1)"), new byte[2]);
        byte[] three = npy(header("|u1", false, "(3, 1)"), new byte[3]);
        Path file = write(folder, "uneven.npz", npz(Map.of("a", two, "b", three)));
        List<ValueInfo> inputs = List.of(input("a", ElementType.UINT8, 2), input("b", ElementType.UINT8, 2));

        assertThatThrownBy(() -> read(file, inputs))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("array 'b'")
                .hasMessageContaining("3 samples, but 'a' has 2");
    }

    @Test
    void npzWithoutAnArrayForAnyInputNamesBoth() {
        byte[] a = npy(header("|u1", false, "(1, 1)"), new byte[] {1});
        Path file = write(folder, "odd.npz", npz(Map.of("foo", a, "bar", a)));

        assertThatThrownBy(() -> read(file, List.of(input("ids", ElementType.UINT8, 2))))
                .hasMessageContaining("the network's inputs are (ids)")
                .hasMessageContaining("foo");
    }

    private static Dataset read(Path file, List<ValueInfo> inputs) throws IOException {
        return DatasetReader.read(
                new DataSource(file, Optional.empty(), Preprocessing.scaled(1), OptionalInt.empty()), inputs);
    }

    private static ValueInfo input(String name, ElementType type, int rank) {
        return new ValueInfo(name, type, Collections.nCopies(rank, ValueInfo.FREE));
    }

    @Test
    void digestCoversBothFiles() throws Exception {
        Path images = write(folder, "a-images-idx3-ubyte", IMAGES);
        Path labels = write(folder, "a-labels-idx1-ubyte", LABELS);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");

        assertThat(DatasetReader.read(images, Optional.empty()).digest())
                .isEqualTo(HexFormat.of().formatHex(sha.digest(IMAGES)));
        sha.update(IMAGES);
        assertThat(DatasetReader.read(images, Optional.of(labels)).digest())
                .isEqualTo(HexFormat.of().formatHex(sha.digest(LABELS)));
    }

    @Test
    void differentCountsAreBothNamed() {
        Path images = write(folder, "b-images-idx3-ubyte", IMAGES);
        Path labels = write(folder, "b-labels-idx1-ubyte", idx(8, new int[] {2}, 1, 2));

        assertThatThrownBy(() -> DatasetReader.read(images, Optional.of(labels)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("b-labels-idx1-ubyte, labels: there are 2 labels for the 3 samples of b-images-idx3-ubyte");
    }

    @Test
    void labelsThatAreNoClassesAreNamed() {
        Path images = write(folder, "x_a.npy", npy(header("|u1", false, "(2, 1)"), new byte[2]));
        Path negative = write(folder, "y_a.npy", npy(header("|i1", false, "(2,)"), new byte[] {1, -1}));
        Path half =
                write(folder, "y_b.npy", npy(header("<f4", false, "(2,)"), floats(ByteOrder.LITTLE_ENDIAN, 0.5f, 1)));
        Path oneHot = write(folder, "y_c.npy", npy(header("|u1", false, "(2, 10)"), new byte[20]));

        assertThatThrownBy(() -> DatasetReader.read(images, Optional.of(negative)))
                .hasMessageContaining("label 1");
        assertThatThrownBy(() -> DatasetReader.read(images, Optional.of(half))).hasMessageContaining("0.5 is no class");
        assertThatThrownBy(() -> DatasetReader.read(images, Optional.of(oneHot)))
                .hasMessageContaining("2 × 10");
    }

    @Test
    void labelsFileGivenAsSamplesIsExplained() {
        refused(write(folder, "labels-idx1-ubyte", LABELS), "single numbers", "choose the images");
    }

    @Test
    void brokenFilesAreRefusedWithAReason() throws IOException {
        refused(folder.resolve("none.npy"), "none.npy", "does not exist");
        refused(write(folder, "empty", new byte[0]), "empty");
        refused(write(folder, "page.npy", "<!DOCTYPE html>".getBytes(StandardCharsets.UTF_8)), "web page");
        refused(write(folder, "notes.npy", "hello there".getBytes(StandardCharsets.UTF_8)), "text file");
        refused(
                write(folder, "lfs.npz", "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8)),
                "git lfs pull");
        refused(write(folder, "odd", new byte[] {1, 2, 3, 4, 5}), "no IDX, NPY, NPZ or CSV");
        refused(write(folder, "cut", Arrays.copyOf(IMAGES, 20)), "3 × 2 × 2", "12 bytes", "4 follow");
        refused(write(folder, "long", Arrays.copyOf(IMAGES, 40)), "12 bytes", "24 follow");
        refused(write(folder, "head", Arrays.copyOf(IMAGES, 7)), "header", "cut off");
        refused(write(folder, "none-idx", idx(8, new int[] {0, 2, 2})), "no samples", "0 × 2 × 2");
        refused(write(folder, "huge", idx(8, new int[] {-1, -1, -1}, 1)), "more numbers than there can be");
        refused(write(folder, "rank", idxRaw(8, new int[9], new byte[0])), "IDX header");
    }

    @Test
    void brokenGzipIsRefused() throws IOException {
        byte[] packed = gzip(IMAGES);
        byte[] damaged = packed.clone();
        damaged[packed.length - 6] ^= 1;

        refused(write(folder, "cut.gz", Arrays.copyOf(packed, packed.length - 12)), "cut off");
        refused(write(folder, "crc.gz", damaged), "damaged");
        refused(write(folder, "stub.gz", new byte[] {0x1F, (byte) 0x8B}), "gzip");
        refused(write(folder, "text.gz", gzip("words".getBytes(StandardCharsets.UTF_8))), "text file");
        refused(write(folder, "more.gz", gzip(Arrays.copyOf(IMAGES, 1000))), "more bytes follow");
    }

    @Test
    void gzipBombIsRefusedBeforeItIsUnpacked() throws IOException {
        Path bomb = write(folder, "bomb.gz", gzip(idx(8, new int[] {1 << 20, 40, 40})));

        refused(bomb, "1677721600 bytes", "most that may follow");
    }

    @Test
    void folderWithOneTestSetIsOpened() throws IOException {
        write(folder, "calibration-images-idx3-ubyte", IMAGES);
        write(folder, "calibration-labels-idx1-ubyte", LABELS);
        Path test = write(folder, "t10k-images-idx3-ubyte", IMAGES);
        Path labels = write(folder, "t10k-labels-idx1-ubyte", LABELS);

        assertThat(DatasetReader.resolve(folder)).isEqualTo(test);
        assertThat(DatasetReader.findLabels(folder)).contains(labels);
        assertThat(DatasetReader.read(folder, Optional.of(labels)).name()).isEqualTo("t10k-images-idx3-ubyte");
        assertThat(DatasetReader.defaultScale(folder)).isEqualTo(1f / 255);
    }

    @Test
    void foldersWithoutAClearChoiceAreRefused() {
        refused(folder, "no samples file");
        write(folder, "a-images-idx3-ubyte", IMAGES);
        write(folder, "b-images-idx3-ubyte", IMAGES);
        refused(folder, "several", "a-images-idx3-ubyte, b-images-idx3-ubyte");
    }

    private float[] values(byte[] idx) throws IOException {
        Dataset data = DatasetReader.read(write(folder, "values-idx", idx), Optional.empty());
        float[] values = new float[(int) (data.size() * data.sampleShape().elements())];
        data.read(0, data.size(), values, 0);
        return values;
    }

    private static void refused(Path file, String... parts) {
        BadFile.refused("IDX, NPY, NPZ", file, path -> DatasetReader.read(path, Optional.empty()), parts);
    }

    private static byte[] idx(int type, int[] extents, int... values) {
        byte[] body = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            body[i] = (byte) values[i];
        }
        return idxRaw(type, extents, body);
    }

    private static byte[] idxRaw(int type, int[] extents, byte[] body) {
        ByteBuffer file = ByteBuffer.allocate(4 + extents.length * 4 + body.length);
        file.put(new byte[] {0, 0, (byte) type, (byte) extents.length});
        for (int extent : extents) {
            file.putInt(extent);
        }
        return file.put(body).array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
