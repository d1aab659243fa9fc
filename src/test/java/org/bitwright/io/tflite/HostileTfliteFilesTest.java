package org.bitwright.io.tflite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.tflite.TfliteFiles.FLOAT32;
import static org.bitwright.io.tflite.TfliteFiles.INT8;
import static org.bitwright.io.tflite.TfliteFiles.UINT8;
import static org.bitwright.io.tflite.TfliteFiles.floats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.io.tflite.TfliteFiles.Tensor;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class HostileTfliteFilesTest {
    @TempDir
    private Path folder;

    static void readAll(WeightFile file) throws IOException {
        TensorReading.all(file.weights().stream().map(StoredWeight::tensor).toList());
    }

    private void refused(byte[] file, String... words) throws IOException {
        Path path = Files.write(folder.resolve("bad.tflite"), file);
        BadFile.refused("TFLite", path, named -> readAll(TfliteReader.read(named)), words);
    }

    private void refused(TfliteFiles file, String... words) throws IOException {
        refused(file.bytes(), words);
    }

    private static TfliteFiles model() {
        return new TfliteFiles()
                .tensor("in", FLOAT32, new byte[0], 1, 2)
                .tensor(new Tensor("fc/weights", INT8, new byte[] {1, 2, 3, 4, 5, 6}, 3, 2)
                        .quantized(new float[] {1, 2, 3}, new long[3], 0))
                .tensor("fc/bias", FLOAT32, floats(7, 8, 9), 3)
                .operator(9, new int[] {0, 1, 2}, 0);
    }

    private static ByteBuffer little(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int find(byte[] file, byte[] wanted) {
        for (int at = 0; at + wanted.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    /** Where a field of the root table lies. */
    private static int rootField(byte[] file, int field) {
        int root = little(file).getInt(0);
        int vtable = root - little(file).getInt(root);
        return root + little(file).getShort(vtable + 4 + 2 * field);
    }

    @Test
    void whatIsNoModelIsToldWhatItIs() throws IOException {
        refused(new byte[0], "the file is empty");
        refused("version https://git-lfs.github.com/spec/v1\noid".getBytes(StandardCharsets.US_ASCII), "Git LFS");
        refused("a text that was renamed".getBytes(StandardCharsets.US_ASCII), "no TFLite model");
        refused("....TFL3".getBytes(StandardCharsets.US_ASCII), "model", "file");
        refused(model().version(2), "version", "2; 3 is read");
        refused(new TfliteFiles().tensor("x", FLOAT32, new byte[0], 1), "no constants");
    }

    @Test
    void aFileThatIsCutOffInItsStructuresIsRefused() throws IOException {
        byte[] file = model().bytes();
        // the builder writes back to front: what lies at the end belongs to the first buffers
        for (int length = 1; length < file.length - 8; length++) {
            refused(Arrays.copyOf(file, length), ": ");
        }
    }

    @Test
    void offsetsOutsideTheFileAreRefused() throws IOException {
        byte[] root = model().bytes();
        little(root).putInt(0, 0x7FFFFFFC);
        refused(root, "outside the file");
        byte[] odd = model().bytes();
        little(odd).putInt(0, little(odd).getInt(0) + 2);
        refused(odd, "multiple of four");
        byte[] vtable = model().bytes();
        little(vtable).putInt(little(vtable).getInt(0), 0x7FFFFFFF);
        refused(vtable, "outside the file");
        byte[] negative = model().bytes();
        little(negative).putInt(little(negative).getInt(0), Integer.MIN_VALUE);
        refused(negative, "outside the file");
        byte[] field = model().bytes();
        int at = little(field).getInt(0);
        little(field).putShort(at - little(field).getInt(at) + 4, (short) 0x7FFF);
        refused(field, "outside its table");
        byte[] vector = model().bytes();
        little(vector).putInt(rootField(vector, 2), -4);
        refused(vector, "outside the file");
    }

    @Test
    void absurdLengthsAreRefusedBeforeAnythingIsMade() throws IOException {
        byte[] name = model().bytes();
        int text = find(name, "fc/weights".getBytes(StandardCharsets.US_ASCII));
        little(name).putInt(text - 4, -1);
        refused(name, "outside the file");
        byte[] count = model().bytes();
        int field = rootField(count, 2);
        little(count).putInt(field + little(count).getInt(field), 0x3FFFFFFF);
        refused(count, "outside the file");
        byte[] long64 = new byte[1 << 18];
        Arrays.fill(long64, (byte) 'n');
        refused(
                new TfliteFiles().tensor(new String(long64, StandardCharsets.US_ASCII), FLOAT32, floats(1), 1),
                "is not read");
    }

    @Test
    void tablesThatAreReferredToAgainAndAgainComeToAnEnd() throws IOException {
        byte[] file = model().bytes();
        int field = rootField(file, 2);
        int subgraphs = file.length + 3 & ~3;
        int subgraph = subgraphs + 4 + 4 * 4000 + 8;
        int tensors = subgraph + 8;
        int tensor = tensors + 4 + 4 * 100_000 + 4;
        byte[] whole = Arrays.copyOf(file, tensor + 4);
        ByteBuffer out = little(whole);
        // 4,000 times the same subgraph, with 100,000 times the same tensor
        out.putInt(field, subgraphs - field).putInt(subgraphs, 4000);
        for (int at = subgraphs + 4; at < subgraph - 8; at += 4) {
            out.putInt(at, subgraph - at);
        }
        out.putShort(subgraph - 8, (short) 6).putShort(subgraph - 6, (short) 8).putShort(subgraph - 4, (short) 4);
        out.putInt(subgraph, 8).putInt(subgraph + 4, tensors - subgraph - 4).putInt(tensors, 100_000);
        for (int at = tensors + 4; at < tensor - 4; at += 4) {
            out.putInt(at, tensor - at);
        }
        out.putShort(tensor - 4, (short) 4).putShort(tensor - 2, (short) 4).putInt(tensor, 4);
        refused(whole, "more than a file of its size can hold");
    }

    @Test
    void shapesThatDoNotFitTheirBytesAreRefused() throws IOException {
        refused(new TfliteFiles().tensor("w", FLOAT32, floats(1, 2), 3), "'w'", "needs 12 bytes, but it has 8");
        refused(new TfliteFiles().tensor("w", FLOAT32, floats(1, 2), -1, -2), "'w'", "its shape");
        int most = Integer.MAX_VALUE;
        refused(new TfliteFiles().tensor("w", FLOAT32, floats(1), most, most, most), "'w'", "its shape");
        refused(new TfliteFiles().tensor("w", FLOAT32, floats(1), most, most), "'w'", "its shape");
        refused(new TfliteFiles().tensor("w", FLOAT32, floats(1), new int[40]), "'w'", "axes");
        refused(new TfliteFiles().tensor(new Tensor("w", FLOAT32, floats(1), 1).buffer(9)), "buffer 9 is none");
    }

    @Test
    void gridsThatAreNoneAreRefused() throws IOException {
        for (float scale : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY, 3e38f}) {
            refused(grid(new float[] {scale}, new long[] {0}, 0), "'q'", "its scale");
        }
        refused(grid(new float[] {1, 2}, new long[2], 0), "2 scales along axis 0");
        refused(grid(new float[] {1, 2, 3}, new long[3], 5), "3 scales along axis 5");
        refused(grid(new float[] {1, 2, 3}, new long[3], -1), "3 scales along axis -1");
        refused(grid(new float[] {1, 2, 3}, new long[2], 0), "3 scales but 2 zero points");
        refused(grid(new float[] {1}, new long[] {256}, 0), "zero point 256");
        refused(grid(new float[] {1}, new long[] {Long.MIN_VALUE}, 0), "zero point");
    }

    private static TfliteFiles grid(float[] scales, long[] zeroPoints, int axis) {
        return new TfliteFiles().tensor(new Tensor("q", UINT8, new byte[6], 3, 2).quantized(scales, zeroPoints, axis));
    }

    @Test
    void operatorsThatTakeWhatIsNotThereAreRefused() throws IOException {
        refused(model().operator(9, new int[] {0, 77}, 0), "tensor 77, which is not there");
        refused(model().operator(9, new int[] {0, -7}, 0), "tensor -7, which is not there");
    }

    @Test
    void numbersBehindTheFlatbufferMustLieInTheFile() throws IOException {
        for (long[] place : new long[][] {{1 << 20, 8}, {16, Long.MAX_VALUE}, {Long.MIN_VALUE, 8}, {16, -8}}) {
            refused(
                    new TfliteFiles().tensor("w", FLOAT32, floats(0, 0), 2).behind(place[0], place[1]),
                    "buffer",
                    "outside the file");
        }
    }

    @Test
    void namesAreShownEscaped() throws IOException {
        refused(new TfliteFiles().tensor("a\n\u202Eb", FLOAT32, floats(1), 2), "a\\u000a\\u202eb");
    }

    @Test
    void aFileThatChangesAfterItWasOpenedIsToldSo() throws IOException {
        Path file = Files.write(folder.resolve("model.tflite"), model().bytes());
        WeightFile opened = TfliteReader.read(file);
        Files.write(file, new byte[8]);
        assertThatThrownBy(() -> readAll(opened))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("model.tflite")
                .hasMessageContaining("changed");
    }
}
