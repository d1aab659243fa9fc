package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Tally.class)
class OnnxReaderTest {
    @TempDir
    Path folder;

    @Test
    void missingFilesAndFoldersAreSaid() {
        Refusal.of(folder.resolve("nothing.onnx"), "no such file");
        Refusal.of(folder, "is a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "'', file is empty",
        "'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n', git lfs pull",
        "'{\"text\": 1}', text file",
        "'<!DOCTYPE html><html></html>', text file",
    })
    void whatIsNoModelIsRecognized(String content, String words) throws IOException {
        Refusal.of(Files.writeString(folder.resolve("a.onnx"), content), words);
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        Refusal.of(Files.write(folder.resolve("a.onnx"), new byte[] {'P', 'K', 3, 4, 0, 0}), "zip archive");
        byte[] hdf = "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
        Refusal.of(Files.write(folder.resolve("b.onnx"), hdf), "HDF5");
        Refusal.of(Files.write(folder.resolve("c.onnx"), new byte[] {0, 1, 2, 3}), "no ONNX model");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = lenet();
        for (int length : new int[] {1, 2, 7, 100, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
            assertThatCode(() -> OnnxDocument.open(cut)).isInstanceOf(InvalidFileException.class);
        }
        Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, whole.length - 1000));
        Refusal.of(cut, "cut short", "download or export it again");
    }

    @Test
    void filesBeyondTwoGibibytesAreRefusedUnread() throws IOException {
        Path large = folder.resolve("large.onnx");
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength((2L << 30) + 1);
        }
        Refusal.of(large, "larger than 2 GiB", "save_as_external_data");
    }

    @Test
    void aFileWithoutGraphIsRefused() throws IOException {
        byte[] bytes = ModelProto.newBuilder().setIrVersion(8).build().toByteArray();
        Refusal.of(Files.write(folder.resolve("a.onnx"), bytes), "no graph");
    }

    /** Two bytes an operator: 2 million of them would take most of a gigabyte once parsed. */
    @Test
    @Timeout(60)
    void aFileThatUnfoldsIntoTooMuchMemoryIsRefused() throws IOException {
        byte[] empty = new byte[4 << 20];
        for (int i = 0; i < empty.length; i += 2) {
            empty[i] = 1 << 3 | 2; // field 1 (node), no bytes
        }
        Path bomb = Files.write(folder.resolve("bomb.onnx"), graphOf(empty));
        Refusal.of(bomb, "far more parts");
    }

    @Test
    @Timeout(60)
    void listsOfSmallNumbersThatUnfoldAreRefused() throws IOException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(list);
        out.writeBytes(7, ByteString.copyFrom(new byte[20 << 20])); // int64_data
        out.flush();
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        out = CodedOutputStream.newInstance(tensor);
        out.writeBytes(5, ByteString.copyFrom(list.toByteArray())); // initializer
        out.flush();
        Refusal.of(Files.write(folder.resolve("bomb.onnx"), graphOf(tensor.toByteArray())), "far more parts");
    }

    @Test
    @Timeout(60)
    void unknownNestedGroupsAreRefused() throws IOException {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) (15 << 3 | 3));
        groups[0] = 1 << 3; // ir_version
        groups[1] = 8;
        Refusal.of(Files.write(folder.resolve("groups.onnx"), groups), "makes no sense");
    }

    @ParameterizedTest
    @CsvSource({"30", "500", "100000"})
    @Timeout(60)
    void deepNestingIsRefused(int depth) throws IOException {
        Refusal.of(Files.write(folder.resolve("deep.onnx"), nested(depth)), "nested");
    }

    @Test
    void tenNestedGraphsAreFine() throws IOException {
        Path file = Files.write(folder.resolve("deep.onnx"), nested(10));
        assertThat(OnnxDocument.open(file).model().operators()).hasSize(10);
    }

    /** Whatever bits flip, the answer is a model or a sentence. */
    @Test
    @Timeout(60)
    void damagedFilesNeverCrashTheReader() throws IOException {
        byte[] whole = small();
        SplittableRandom random = new SplittableRandom(20_260_101);
        Path file = folder.resolve("damaged.onnx");
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            Files.write(file, mutated(whole, random));
            try {
                OnnxDocument document = OnnxDocument.open(file);
                for (Layer layer : document.model().layers()) {
                    assertThat(layer.weight().readFloats()).hasSize((int) layer.parameters());
                }
                document.sessionSource();
            } catch (InvalidFileException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(300, 1999);
    }

    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips && bytes.length > 0; i++) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** A model with every kind of part and weights of a few bytes, so that most flips hit its structure. */
    static byte[] small() {
        GraphProto branch = OnnxModels.opset(13)
                .weight("inner", 2, 2)
                .node("MatMul", "inside", "a inner", "result")
                .output("result", -1, 2)
                .graph();
        NodeProto choice = OnnxModels.choice("condition", "b", branch);
        OnnxModels models = OnnxModels.opset(13)
                .domain("com.example", 1)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .weight("u", 2, 2)
                .longs("shape", 2, 2)
                .raw("condition", ElementType.BOOL, new byte[] {1})
                .constant("c", OnnxModels.values(4), 2, 2)
                .node("Transpose", "", "w", "turned", "perm=[1,0]")
                .node("Reshape", "", "u shape", "shaped")
                .node("MatMul", "one", "x turned", "h")
                .node("Gemm", "two", "h shaped", "a", "transB=1")
                .node(choice)
                .node("MatMul", "three", "b c", "d")
                .node("com.example.Odd", "odd", "d", "y")
                .output("y", -1, 2);
        return models.proto().toByteArray();
    }

    private static byte[] lenet() throws IOException {
        return Files.readAllBytes(Path.of("sample-models/lenet5.onnx"));
    }

    private static byte[] graphOf(byte[] body) throws IOException {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(model);
        out.writeInt64(1, 8);
        out.writeByteArray(7, body);
        out.flush();
        return model.toByteArray();
    }

    /** A loop within a loop within a loop, written from the inside out, since protobuf itself writes recursively. */
    private static byte[] nested(int depth) throws IOException {
        // built backwards, so that every level is written once
        byte[] reversed = new byte[64 * depth + 64];
        int end = 0;
        for (int level = 0; level < depth; level++) {
            int inner = end;
            end = attribute(reversed, end, inner);
            end = header(reversed, end, end, 5); // NodeProto.attribute
            end = tail(reversed, end, new byte[] {4 << 3 | 2, 4, 'L', 'o', 'o', 'p'}); // op_type
            end = header(reversed, end, end, 1); // GraphProto.node
        }
        byte[] graph = forward(reversed, end);
        ModelProto.Builder model = OnnxModels.opset(13).proto().toBuilder().clearGraph();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model.build().writeTo(out);
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.writeByteArray(7, graph);
        coded.flush();
        return out.toByteArray();
    }

    private static int attribute(byte[] reversed, int end, int length) {
        int at = header(reversed, end, length, 6); // AttributeProto.g
        return tail(reversed, at, new byte[] {1 << 3 | 2, 4, 'b', 'o', 'd', 'y'}); // name
    }

    private static int header(byte[] reversed, int end, int length, int field) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(field << 3 | 2);
        int rest = length;
        while (rest > 0x7F) {
            header.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        header.write(rest);
        return tail(reversed, end, header.toByteArray());
    }

    private static int tail(byte[] reversed, int end, byte[] part) {
        for (int i = part.length - 1; i >= 0; i--) {
            reversed[end + part.length - 1 - i] = part[i];
        }
        return end + part.length;
    }

    private static byte[] forward(byte[] reversed, int end) {
        byte[] bytes = new byte[end];
        for (int i = 0; i < end; i++) {
            bytes[i] = reversed[end - 1 - i];
        }
        return bytes;
    }
}
