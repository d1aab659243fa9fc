package org.bitwright.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.io.safetensors.SafetensorsFiles.entry;
import static org.bitwright.io.safetensors.SafetensorsFiles.file;
import static org.bitwright.io.safetensors.SafetensorsFiles.withLength;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ExtendWith(Tally.class)
class SafetensorsReaderTest {
    @TempDir
    private Path folder;

    private StateDict read(byte[] bytes) throws IOException {
        return SafetensorsReader.read(Files.write(folder.resolve("good.safetensors"), bytes));
    }

    private void refused(byte[] bytes, String... words) throws IOException {
        refused(Files.write(folder.resolve("bad.safetensors"), bytes), words);
        assertThat(read(file("{" + entry("w", "U8", "[2]", 0, 2) + "}", 2)).tensors())
                .hasSize(1);
    }

    private static void refused(Path file, String... words) {
        BadFile.refused("safetensors", file, SafetensorsReader::read, words);
    }

    private void refusedHeader(String header, int dataBytes, String... words) throws IOException {
        refused(file(header, dataBytes), words);
    }

    /** The example of the format's own description, with two tensors and metadata. */
    @Test
    void tensorsAreReadWhereTheHeaderSaysTheyLie() throws IOException {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + entry("b", "F16", "[1,2]", 8, 12) + ","
                + entry("a", "F32", "[2]", 0, 8) + "}  ";
        byte[] bytes = file(header, 12);
        ByteBuffer.wrap(bytes, bytes.length - 12, 12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .putShort((short) 0x3C00)
                .putShort((short) 0xC000);

        StateDict state = read(bytes);

        assertThat(state.tensors()).extracting(Tensor::name).containsExactly("b", "a");
        assertThat(state.tensor("a").orElseThrow().readFloats()).containsExactly(1.5f, -2);
        assertThat(state.tensor("b").orElseThrow().readFloats()).containsExactly(1, -2);
        assertThat(state.tensor("b").orElseThrow().shape().toArray()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 8, FLOAT64",
        "F32, 4, FLOAT32",
        "F16, 2, FLOAT16",
        "BF16, 2, BFLOAT16",
        "F8_E4M3, 1, FLOAT8E4M3FN",
        "F8_E5M2, 1, FLOAT8E5M2",
        "I64, 8, INT64",
        "I32, 4, INT32",
        "I16, 2, INT16",
        "I8, 1, INT8",
        "U64, 8, UINT64",
        "U32, 4, UINT32",
        "U16, 2, UINT16",
        "U8, 1, UINT8",
        "BOOL, 1, BOOL",
        "C64, 8, COMPLEX64"
    })
    void everyElementTypeIsKnown(String dtype, int bytes, ElementType type) throws IOException {
        StateDict state = read(file("{" + entry("w", dtype, "[3]", 0, 3L * bytes) + "}", 3 * bytes));

        assertThat(state.tensor("w").orElseThrow().type()).isEqualTo(type);
    }

    @Test
    void scalarsAndEmptyTensorsAreLegal() throws IOException {
        StateDict state = read(file(
                "{" + entry("empty", "F32", "[0,7]", 4, 4) + "," + entry("scalar", "F32", "[]", 0, 4) + ","
                        + entry("first", "I8", "[0]", 0, 0) + "}",
                4));

        assertThat(state.tensor("empty").orElseThrow().readFloats()).isEmpty();
        assertThat(state.tensor("scalar").orElseThrow().shape().rank()).isZero();
        assertThat(read(file("{}", 0)).tensors()).isEmpty();
    }

    @Test
    void lengthsThatAreNoneAreRefused() throws IOException {
        byte[] good = file("{" + entry("w", "U8", "[2]", 0, 2) + "}", 2);
        refused(new byte[0], "the file is empty");
        refused(Arrays.copyOf(good, 7), "only 7 bytes");
        refused(Arrays.copyOf(good, 8), "only 8 bytes");
        refused(withLength(good, good.length), "header", "may be cut off");
        refused(withLength(good, 100_000_001), "up to 100000000 bytes");
        refused(withLength(good, -1), "up to 100000000 bytes");
        refused(withLength(good, Long.MIN_VALUE), "up to 100000000 bytes");
        refused(withLength(good, 0), "up to 100000000 bytes");
        refused(Arrays.copyOf(good, good.length - 1), "take 2 bytes, but 1 follow", "cut off");
        refused(Arrays.copyOf(good, good.length + 1), "take 2 bytes, but 3 follow");
    }

    @Test
    void otherFilesAreRecognized() throws IOException {
        refused("version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.US_ASCII), "git lfs pull");
        refused("some text that was renamed".getBytes(StandardCharsets.US_ASCII), "no safetensors file");
        refused("PK\3\4 a zip archive of PyTorch".getBytes(StandardCharsets.US_ASCII), "no safetensors file");
        assertThatThrownBy(() -> SafetensorsReader.read(folder)).hasMessageContaining("it is a folder");
    }

    @Test
    void headersThatAreNoJsonAreRefused() throws IOException {
        refusedHeader("[1,2]", 0, "header", "'{'");
        refusedHeader("{\"w\":", 0, "header", "JSON");
        refusedHeader("{\"w\":1}", 0, "an object {…} is expected");
        refusedHeader("{} {}", 0, "something follows");
        refusedHeader("{\"w\":{}}", 0, "tensor 'w'", "'dtype' is missing");
        refusedHeader("{\"w\":{\"dtype\":1}}", 0, "a text is expected");
        refusedHeader("{\"__metadata__\":{\"a\":{}}}", 0, "a text is expected");
        refusedHeader("{\"w\":{\"dtype\":\"F32\",\"shape\":[" + "[".repeat(100_000), 0, "header");
        refusedHeader("{" + "\"a\":{".repeat(50), 0, "tensor 'a'", "unknown entry");
        refused(file(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '{', '}', '}'}, 0), "header", "no UTF-8", "byte 2");
        // an overlong form of '/', which decoders of old accepted
        refused(file(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', '}'}, 0), "no UTF-8");
    }

    @Test
    void keysThatOccurTwiceAreRefused() throws IOException {
        String w = entry("w", "U8", "[2]", 0, 2);
        refusedHeader("{" + w + "," + w + "}", 2, "uplicate", "w");
        refusedHeader(
                "{\"w\":{\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 2, "uplicate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[1.5]", "[\"2\"]", "[null]", "[[2]]", "2", "[1e3]", "[99999999999999999999999]"})
    void extentsThatAreNoWholeNumbersAreRefused(String shape) throws IOException {
        refusedHeader("{" + entry("w", "U8", shape, 0, 2) + "}", 2, "header", "is expected");
    }

    @Test
    void shapesThatDoNotFitTheirBytesAreRefused() throws IOException {
        refusedHeader("{" + entry("w", "F32", "[2]", 0, 4) + "}", 4, "tensor 'w'", "needs 8 bytes", "span 4");
        refusedHeader(
                "{" + entry("w", "F32", "[4294967296,4294967296]", 0, 4) + "}", 4, "more numbers than there can be");
        refusedHeader(
                "{" + entry("w", "F64", "[2305843009213693952]", 0, 0) + "}", 0, "more numbers than there can be");
        refusedHeader("{" + entry("w", "F31", "[1]", 0, 4) + "}", 4, "element type 'F31' is not known");
        refusedHeader("{" + entry("w", "U8", "[0]", 2, 1) + "}", 2, "no begin and end");
        refusedHeader("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1, "no begin and end");
        refusedHeader("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,2]}}", 1, "more than 2 numbers");
    }

    @Test
    void overlapsAndHolesAreRefused() throws IOException {
        String a = entry("a", "U8", "[4]", 0, 4);
        refusedHeader("{" + a + "," + entry("b", "U8", "[4]", 2, 6) + "}", 6, "tensor 'b'", "others still lie");
        refusedHeader("{" + a + "," + entry("b", "U8", "[2]", 0, 2) + "}", 4, "others still lie");
        refusedHeader("{" + a + "," + entry("b", "U8", "[2]", 5, 7) + "}", 7, "tensor 'b'", "nothing lies before");
        refusedHeader("{" + entry("b", "U8", "[2]", 1, 3) + "}", 3, "nothing lies before");
        refusedHeader("{" + entry("b", "U8", "[9007199254740992]", 0, 9007199254740992L) + "}", 4, "cut off");
    }

    @Test
    void cutAndChangedFilesNeverFailInAnotherWay() throws IOException {
        byte[] good = file("{" + entry("a", "F32", "[2,1]", 0, 8) + "," + entry("b", "BOOL", "[3]", 8, 11) + "}", 11);
        Random random = new Random(2);
        for (int trial = 0; trial < 1000; trial++) {
            byte[] changed = Arrays.copyOf(good, good.length - random.nextInt(2));
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt(128);
            }
            try {
                read(changed)
                        .tensors()
                        .forEach(tensor -> assertThat(tensor.bytes().size()).isLessThan(12));
            } catch (InvalidFileException e) {
                assertThat(e).hasMessageStartingWith("good.safetensors");
            }
        }
    }

    private Path index(String map) throws IOException {
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\":{\"total_size\":3},\"weight_map\":{" + map + "}}");
    }

    private void shards() throws IOException {
        Files.write(folder.resolve("model-1.safetensors"), file("{" + entry("a", "U8", "[2]", 0, 2) + "}", 2));
        Files.write(folder.resolve("model-2.safetensors"), file("{" + entry("b", "U8", "[1]", 0, 1) + "}", 1));
    }

    @Test
    void anIndexGathersTheTensorsOfItsFiles() throws IOException {
        shards();

        StateDict state = SafetensorsReader.read(index("\"b\":\"model-2.safetensors\",\"a\":\"model-1.safetensors\""));

        assertThat(state.tensors()).extracting(Tensor::name).containsExactly("b", "a");
        ByteBuffer bytes = ByteBuffer.allocate(2);
        state.tensor("a").orElseThrow().bytes().read(0, bytes);
        assertThat(bytes.array()).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/etc/passwd", "C:\\\\x", "a/../../x", "", "..", "\\\\\\\\server\\\\share"})
    void anIndexThatLeadsElsewhereIsRefused(String location) throws IOException {
        refused(index("\"a\":\"" + location + "\""), "tensor 'a'", "location");
    }

    @Test
    void anIndexWhoseFilesAreNotWhatItSaysIsRefused() throws IOException {
        shards();
        refused(index("\"a\":\"model-3.safetensors\""), "tensor 'a'", "cannot be found");
        refused(index("\"c\":\"model-1.safetensors\""), "tensor 'c'", "not in the file 'model-1.safetensors'");
        refused(index("\"a\":\"model-1.safetensors\",\"a\":\"model-2.safetensors\""), "uplicate");
        refused(index("\"a\":1"), "a text is expected");
        refused(Files.writeString(folder.resolve("other.json"), "{\"a\":[1,{\"b\":2}]}"), "'weight_map' is missing");
    }

    @Test
    void linksAreExplainedAndNotFollowed() throws IOException {
        shards();
        Files.createSymbolicLink(folder.resolve("link.safetensors"), folder.resolve("model-1.safetensors"));
        refused(index("\"a\":\"link.safetensors\""), "symbolic link", "Hugging Face");
        Files.createLink(folder.resolve("hard.safetensors"), folder.resolve("model-1.safetensors"));
        refused(index("\"a\":\"hard.safetensors\""), "hard link");
    }
}
