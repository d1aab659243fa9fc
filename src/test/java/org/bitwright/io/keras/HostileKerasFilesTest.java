package org.bitwright.io.keras;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.hdf5.Hdf5Node.array;
import static org.bitwright.io.hdf5.Hdf5Node.floats;
import static org.bitwright.io.hdf5.Hdf5Node.group;
import static org.bitwright.io.keras.KerasFiles.BIAS;
import static org.bitwright.io.keras.KerasFiles.KERNEL;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.io.hdf5.Hdf5Files;
import org.bitwright.io.hdf5.Hdf5Node;
import org.bitwright.io.hdf5.Hdf5Types;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class HostileKerasFilesTest {
    private static final int ROOT_HEADER = 64;

    @TempDir
    private Path folder;

    private void refused(byte[] file, String... words) throws IOException {
        Path path = Files.write(folder.resolve("bad.h5"), file);
        BadFile.refused(
                "Keras HDF5",
                path,
                named -> readAll(KerasReader.readHdf5(named)),
                words.length > 0 ? words : new String[] {": "});
    }

    private void refused(Hdf5Node root, String... words) throws IOException {
        refused(Hdf5Files.write(root), words);
    }

    private void archiveRefused(byte[] file, String... words) throws IOException {
        Path path = Files.write(folder.resolve("bad.keras"), file);
        BadFile.refused("Keras archive", path, named -> readAll(KerasReader.readArchive(named)), words);
    }

    static void readAll(WeightFile file) throws IOException {
        TensorReading.all(file.weights().stream().map(StoredWeight::tensor).toList());
    }

    /** The place of some bytes, the {@code nth} time that they occur. */
    private static int find(byte[] file, byte[] wanted, int nth) {
        int seen = 0;
        for (int at = 0; at + wanted.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length) && seen++ == nth) {
                return at;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    private static int find(byte[] file, String signature) {
        return find(file, signature.getBytes(StandardCharsets.US_ASCII), 0);
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** The file with each of a number's places given another. */
    private static byte[] replaced(byte[] file, long value, long other) {
        byte[] changed = file.clone();
        for (int at = 0; at + 8 <= file.length; at++) {
            if (Arrays.equals(file, at, at + 8, number(value), 0, 8)) {
                System.arraycopy(number(other), 0, changed, at, 8);
            }
        }
        return changed;
    }

    private static byte[] with(byte[] file, int at, long value) {
        byte[] changed = file.clone();
        System.arraycopy(number(value), 0, changed, at, 8);
        return changed;
    }

    private static long at(byte[] file, int place) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(place);
    }

    @Test
    void whatIsNoHdf5FileIsToldWhatItIs() throws IOException {
        refused(new byte[0], "the file is empty");
        refused("version https://git-lfs.github.com/spec/v1\noid".getBytes(StandardCharsets.US_ASCII), "Git LFS");
        refused("a text that was renamed to an HDF5 file".getBytes(StandardCharsets.US_ASCII), "no HDF5 file");
        refused(new byte[] {(byte) 0x89, 'H', 'D'}, "no HDF5 file");
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() throws IOException {
        byte[] file = Hdf5Files.write(KerasFiles.legacy());
        for (int length = 1; length < file.length; length += 7) {
            refused(Arrays.copyOf(file, length));
        }
        refused(Arrays.copyOf(file, file.length - 1), "cut off");
    }

    @Test
    void groupsThatHoldEachOtherAreRefused() throws IOException {
        byte[] file = Hdf5Files.write(group().with("a/b/w", floats(KERNEL, 2, 3)));
        long root = at(file, ROOT_HEADER);
        int innermost = find(file, "SNOD"); // of b, written first; its entry leads to w
        refused(with(file, innermost + 16, root), "two places of the file refer to the same part");
    }

    @Test
    void treesThatRunInCirclesAreRefused() throws IOException {
        byte[] file = Hdf5Files.write(group().with("w", floats(KERNEL, 2, 3)));
        int tree = find(file, "TREE");
        byte[] circle = with(file, tree + 32, tree);
        circle[tree + 5] = 1;
        refused(circle, "two places of the file refer to the same part");
        byte[] level = file.clone();
        level[tree + 5] = 100;
        refused(level, "level");
    }

    @Test
    void headersThatGoOnInThemselvesAreRefused() throws IOException {
        byte[] body = new byte[16];
        System.arraycopy(number(0x1122334455667788L), 0, body, 0, 8);
        body[8] = 64;
        byte[] file = Hdf5Files.write(group().with("w", floats(KERNEL, 2, 3)).message(0x10, body));
        refused(replaced(file, 0x1122334455667788L, at(file, ROOT_HEADER)), "runs in a circle");
        refused(file, "outside the file");
    }

    @Test
    void lengthsAndAddressesOutsideTheFileAreRefused() throws IOException {
        byte[] file = Hdf5Files.write(group().with("w", floats(KERNEL, 2, 3)));
        int heap = find(file, "HEAP");
        refused(with(file, heap + 8, Long.MAX_VALUE), "outside the file");
        refused(with(file, heap + 24, -2), "too large");
        int symbols = find(file, "SNOD");
        refused(with(file, symbols + 8, 1 << 20), "outside its heap");
        refused(with(file, symbols + 16, 1L << 40), "outside the file");
        byte[] many = file.clone();
        many[symbols + 6] = (byte) 0xFF;
        many[symbols + 7] = (byte) 0xFF;
        refused(many, "outside the file");
    }

    @Test
    void shapesThatAskForMoreThanIsThereAreRefused() throws IOException {
        byte[] file = Hdf5Files.write(group().with("w", floats(new float[517], 517)));
        refused(replaced(file, 517, 518), "needs 2072 bytes, but 2068 are stored");
        refused(replaced(file, 517, Long.MAX_VALUE), "more than any file has");
        refused(replaced(file, 517, -5), "too large");
        refused(replaced(replaced(file, 517, 1 << 20), 2068, 4 << 20), "outside the file");
        byte[] two = Hdf5Files.write(group().with("w", floats(new float[517 * 2], 517, 2)));
        refused(replaced(two, 517, Long.MAX_VALUE), "more numbers than there can be");
    }

    @Test
    void aFewBytesDoNotUnpackToWhatFillsTheMemory() throws IOException {
        Hdf5Node bomb = array(Hdf5Types.floating(4, false), new byte[4 * 1031], 1031)
                .chunked(1031)
                .packed();
        byte[] file = Hdf5Files.write(group().with("w", bomb));
        refused(replaced(file, 1031, 1L << 30), "unpack to more than is allowed");
        refused(group().with("w", floats(new float[0], 1L << 40).unwritten()), "more than is allowed for this file");
        // each of the chunks reaches far over the edge of the array
        byte[] wide =
                Hdf5Files.write(group().with("w", floats(new float[129], 129, 1).chunked(1, 1 << 8)));
        refused(replaced(wide, 129, 1 << 20), "unpack to more than is allowed");
    }

    @Test
    void damagedChunksAreRefused() throws IOException {
        byte[] file =
                Hdf5Files.write(group().with("w", floats(KERNEL, 6).chunked(6).packed()));
        int tree = find(file, new byte[] {'T', 'R', 'E', 'E', 1}, 0);
        int chunk = (int) at(file, tree + 24 + 8 + 16);
        byte[] bad = file.clone();
        bad[chunk + 3] ^= 0x55;
        refused(bad, "'w'");
        byte[] summed =
                Hdf5Files.write(group().with("w", floats(KERNEL, 6).chunked(6).summed()));
        int at = (int) at(summed, find(summed, new byte[] {'T', 'R', 'E', 'E', 1}, 0) + 48);
        summed[at] ^= 1;
        refused(summed, "checksum does not match");
        refused(with(file, tree + 24 + 8, 3), "which no chunk does");
    }

    @Test
    void chunksStoredTwiceAndArraysOverEachOtherAreRefused() throws IOException {
        byte[] twice = Hdf5Files.write(group().with("w", floats(KERNEL, 6).chunked(3)));
        int tree = find(twice, new byte[] {'T', 'R', 'E', 'E', 1}, 0);
        refused(with(twice, tree + 24 + 32 + 8, 0), "stored twice");
        float[] marked = {1234.5f, 2, 3};
        byte[] file = Hdf5Files.write(group().with("a", floats(KERNEL, 6)).with("b", floats(marked, 3)));
        byte[] first = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(marked[0])
                .array();
        byte[] other = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(KERNEL[0])
                .array();
        refused(replaced(file, find(file, first, 0), find(file, other, 0)), "lie over those of");
    }

    @Test
    void nothingOutsideTheFileIsOpened() throws IOException {
        byte[] external = {1, 8, 64, 1, 'w', 9, 0, 0, 'x', '.', 'h', '5', 0, '/', 'w', 0};
        refused(group().with("layers", group().message(0x06, external)), "a link into another file");
        byte[] soft = {1, 8, 1, 1, 'w', 2, 0, '/', 'x'};
        refused(group().with("layers", group().message(0x06, soft)), "a soft link");
        refused(group().with("w", floats(KERNEL, 6).message(0x07, new byte[8])), "in other files");
    }

    @Test
    void whatIsNotReadIsNamed() throws IOException {
        byte[] szip = {1, 1, 0, 0, 0, 0, 0, 0, 4, 0, 8, 0, 0, 0, 0, 0, 's', 'z', 'i', 'p', 0, 0, 0, 0};
        refused(group().with("w", floats(KERNEL, 6).chunked(6).message(0x0B, szip)), "'szip'", "gzip");
        byte[] file = Hdf5Files.write(group().with("w", floats(KERNEL, 6).compact()));
        int layout = find(file, new byte[] {3, 0, 24, 0, 0, 0, 0, 0x3F}, 0);
        byte[] virtual = file.clone();
        virtual[layout + 1] = 3;
        refused(virtual, "virtual dataset");
        byte[] old = file.clone();
        old[layout] = 1;
        refused(old, "HDF5 1.6");
        refused(group().with("t", array(Hdf5Types.text(2), new byte[4], 2)), "no arrays of numbers");
    }

    @Test
    void namesThatPromiseWhatIsNotThereAreRefused() throws IOException {
        refused(group().texts("layer_names", "gone"), "'gone'", "not there");
        refused(
                group().texts("layer_names", "a").with("a", group().texts("weight_names", "../../etc/passwd")),
                "'../../etc/passwd'",
                "not there");
        refused(group().texts("layer_names", "a").with("a", floats(BIAS, 3)), "an array where a group should be");
        refused(
                group().texts("layer_names", "a\n\u202Eb")
                        .with("a\n\u202Eb", group().texts("weight_names", "w").with("w", group())),
                "'w'");
        refused(
                group().texts("layer_names", "a")
                        .with("a", group().texts("weight_names", "w").with("w", array(Hdf5Types.text(1), new byte[1]))),
                "'a/w'",
                "texts");
    }

    @Test
    void textsOutsideTheirHeapAreRefused() throws IOException {
        byte[] file = Hdf5Files.write(group().freeTexts("model_config", "{}").with("w", floats(KERNEL, 6)));
        int heap = find(file, "GCOL");
        refused(with(file, heap + 8, 1L << 40), "does not fit the file");
        refused(with(file, heap + 24, 1L << 40), "not in the heap");
        byte[] other = file.clone();
        other[heap + 16] = 9;
        refused(other, "not in the heap");
    }

    @Test
    void configurationsThatAreNoneAreRefused() throws IOException {
        refused(group().freeTexts("model_config", "{\"class_name\": ").with("w", floats(KERNEL, 6)), "no valid JSON");
        refused(group().freeTexts("model_config", "[".repeat(5000)).with("w", floats(KERNEL, 6)), "no valid JSON");
        archiveRefused(KerasFiles.archive(KerasFiles.grouped(), "no json", false), "config.json", "no valid JSON");
    }

    @Test
    void archivesWithoutReadableWeightsAreRefused() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        archiveRefused(
                Wrapped.zipped(Map.of("config.json", json, "model.weights.npz", json), false), "model.weights.h5");
        archiveRefused(
                Wrapped.zipped(Map.of("config.json", json, "model.weights.h5", json), false), "model.weights.h5");
        archiveRefused(
                Wrapped.zipped(Map.of("config.json", json, "model.weights.h5", new byte[200 << 20]), true),
                "more than is allowed");
        byte[] damaged = KerasFiles.archive(KerasFiles.grouped(), "{}", false);
        damaged[find(damaged, "SNOD") + 300] ^= 1;
        archiveRefused(damaged, "checksum does not match");
        archiveRefused(Arrays.copyOf(damaged, damaged.length - 30), "cut off");
    }

    @Test
    void aFileThatChangesAfterItWasOpenedIsToldSo() throws IOException {
        Path file = Files.write(folder.resolve("model.h5"), Hdf5Files.write(KerasFiles.legacy()));
        WeightFile opened = KerasReader.readHdf5(file);
        assertThatCode(() -> readAll(opened)).doesNotThrowAnyException();
        Files.write(file, new byte[8]);
        assertThatThrownBy(() -> readAll(opened))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("model.h5")
                .hasMessageContaining("changed");
    }
}
