package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of coded weights that nobody vouches for. */
@ExtendWith(Tally.class)
class CodedFileTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int LENGTH_AT = 8;
    private static final int JSON_AT = 12;

    @TempDir
    private Path folder;

    private OnnxDocument model;
    private byte[] good;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        model = OnnxDocument.open(ExportSources.SAMPLES.resolve("lenet5.onnx"));
        List<Layer> layers = model.model().layers();
        QuantConfig config = QuantConfig.empty()
                .with(
                        layers.get(0).name(),
                        TensorConfig.of(
                                NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.minMax()))
                .with(
                        layers.get(4).name(),
                        TensorConfig.of(new NumberFormat.Codebook(3), Granularity.TENSOR, Calibrator.minMax()));
        Path file = folder.resolve("good.bwh");
        new HuffmanExport().write(ExportSources.of("lenet5.onnx", config), file, NEVER);
        good = Files.readAllBytes(file);
    }

    private Map<String, float[]> read(byte[] bytes) throws IOException {
        Path file = folder.resolve("f.bwh");
        Files.write(file, bytes);
        return CodedFile.read(file).valuesFor(model, NEVER);
    }

    private void refused(byte[] bytes, String... words) throws IOException {
        Path file = Files.write(folder.resolve("f.bwh"), bytes);
        BadFile.refused("coded weights", file, path -> CodedFile.read(path).valuesFor(model, NEVER), words);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int headerEnd(byte[] bytes) {
        return JSON_AT + littleEndian(bytes).getInt(LENGTH_AT);
    }

    private static void putChecksum(byte[] bytes, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, to - from);
        littleEndian(bytes).putInt(to, (int) crc.getValue());
    }

    /** The same file with another header, its length and checksum right. */
    private byte[] withHeader(UnaryOperator<String> change) {
        int end = headerEnd(good);
        String json = new String(good, JSON_AT, end - JSON_AT, StandardCharsets.UTF_8);
        byte[] changed = change.apply(json).getBytes(StandardCharsets.UTF_8);
        assertThat(changed).isNotEqualTo(Arrays.copyOfRange(good, JSON_AT, end));
        ByteBuffer bytes = ByteBuffer.allocate(good.length - (end - JSON_AT) + changed.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(good, 0, LENGTH_AT).putInt(changed.length).put(changed).putInt(0);
        bytes.put(good, end + 4, good.length - end - 4);
        putChecksum(bytes.array(), LENGTH_AT, JSON_AT + changed.length);
        return bytes.array();
    }

    private byte[] replaced(String text, String by) {
        return withHeader(json -> {
            assertThat(json).contains(text);
            return json.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(by));
        });
    }

    @Test
    void goodFileIsRead() throws IOException {
        assertThat(read(good)).hasSize(2);
        assertThat(CodedFile.isOne(folder.resolve("good.bwh"))).isTrue();
        assertThat(CodedFile.isOne(ExportSources.SAMPLES.resolve("lenet5.onnx")))
                .isFalse();
        assertThat(CodedFile.isOne(folder)).isFalse();
    }

    @Test
    void everyCutOffFileIsRefused() throws IOException {
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(InvalidFileException.class);
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() throws IOException {
        refused(Arrays.copyOf(good, good.length + 3), "3 bytes at the end");
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        Map<String, float[]> values = read(good);
        for (int at = 0; at < good.length; at += at < JSON_AT ? 1 : 7) {
            byte[] changed = good.clone();
            changed[at] ^= 0x20;
            assertThatThrownBy(() -> read(changed)).isInstanceOf(InvalidFileException.class);
        }
        assertThat(values).hasSize(2);
    }

    @Test
    void headersOfAnyLengthAreRefusedBeforeRoomIsMade() throws IOException {
        for (int length : new int[] {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, good.length}) {
            byte[] changed = good.clone();
            littleEndian(changed).putInt(LENGTH_AT, length);
            refused(changed, "header", "its length " + length);
        }
    }

    @Test
    void textRenamedAndEmptyFilesAreRefused() throws IOException {
        refused(new byte[0], "no file of coded weights");
        refused("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8), "begins otherwise");
        assertThatThrownBy(() -> CodedFile.read(folder.resolve("none.bwh"))).hasMessageContaining("no such file");
    }

    @Test
    void headersThatAreNoJsonAreRefused() throws IOException {
        refused(withHeader(json -> json.substring(1)), "JSON");
        refused(withHeader(json -> "[]"), "object");
        refused(withHeader(json -> json.replace("{", "{\"a\":[[[[[[[[").replace("}", "]]]]]]]]}")));
    }

    @Test
    void newerVersionsAreRefused() throws IOException {
        refused(replaced("\"version\":1", "\"version\":2"), "version", "newer Bitwright");
        refused(replaced("bitwright-huffman", "bitwright-other"), "header");
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws IOException {
        Path file = folder.resolve("f.bwh");
        Files.write(file, good);
        OnnxDocument other = OnnxDocument.open(ExportSources.SAMPLES.resolve("depthwise.onnx"));

        assertThatThrownBy(() -> CodedFile.read(file).valuesFor(other, NEVER))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("another model, lenet5.onnx");
    }

    @Test
    void tensorsThatTheModelLacksAreRefused() throws IOException {
        refused(replaced("conv1.weight", "conv9.weight"), "conv9.weight", "no such constant");
        refused(replaced("fc3.weight", "conv1.weight"), "appears twice");
    }

    @Test
    void shapesThatAreNotTheModelsAreRefused() throws IOException {
        refused(replaced("[6,1,5,5]", "[6,5,1,5]"), "conv1.weight", "6 × 5 × 1 × 5", "6 × 1 × 5 × 5");
        refused(replaced("[6,1,5,5]", "[6,1,5]"), "conv1.weight");
        refused(replaced("[6,1,5,5]", "[6,-1,5,5]"), "shape");
        refused(replaced("[6,1,5,5]", "[6,2000000000,2000000000,5]"), "shape");
        refused(replaced("[6,1,5,5]", "[6,2000000000,1,1]"), "shape", "too large");
        refused(replaced("[6,1,5,5]", "[6,100000000,1,1]"), "conv1.weight", "6 × 100000000 × 1 × 1");
        refused(replaced("[6,1,5,5]", "[100000000,1,1,1]"), "grids take");
    }

    @Test
    void sizesThatDoNotFitAreRefused() throws IOException {
        refused(replaced("\"grid_bytes\":27", "\"grid_bytes\":26"), "6 grids take 27 bytes");
        refused(withHeader(json -> json.replaceFirst("\"code_bytes\":\\d+", "\"code_bytes\":0")), "code_bytes");
        refused(withHeader(json -> json.replaceFirst("\"code_bytes\":\\d+", "\"code_bytes\":9223372036854775807")));
        refused(withHeader(json -> json.replaceFirst("\"code_bytes\":\\d+", "\"code_bytes\":40")));
        refused(replaced("\"special_values\":0", "\"special_values\":1"));
        refused(replaced("\"special_values\":0", "\"special_values\":-1"), "special_values");
    }

    @Test
    void formatsThatMakeNoSenseAreRefused() throws IOException {
        refused(replaced("\"format\":\"int\"", "\"format\":\"int9\""), "not available");
        refused(replaced("\"format\":\"int\"", "\"format\":\"float\""));
        refused(replaced("\"bits\":4", "\"bits\":17"), "bits");
        refused(replaced("\"bits\":4", "\"bits\":9"), "grids take");
        refused(replaced("\"granularity\":\"channel\"", "\"granularity\":\"group:0\""));
        refused(replaced("\"granularity\":\"channel\"", "\"granularity\":\"group:2\""), "grids take");
        refused(replaced("\"axis\":0", "\"axis\":4"), "axis");
        refused(replaced("\"axis\":0", "\"axis\":-1"), "axis");
        refused(replaced("\"axis\":0", "\"axis\":1"), "grids take");
        refused(replaced("\"zero_points\":true", "\"zero_points\":false"), "grids take");
        refused(replaced("\"granularity\":\"tensor\"", "\"granularity\":\"group:32\""), "no granularity group:32");
    }

    /** What the checksum lets pass, a stranger wrote on purpose: the codes themselves are checked too. */
    @Test
    void codesAreCheckedBehindARightChecksum() throws IOException {
        int section = headerEnd(good) + 4;
        int codes = section + 27;
        int end = sectionEnds(good)[0];
        byte[] changed = good.clone();
        Arrays.fill(changed, codes, end, (byte) 0);
        putChecksum(changed, section, end);
        refused(changed, "conv1.weight", "more than 48 bits");

        byte[] grids = good.clone();
        littleEndian(grids).putInt(section, 0x7FC00000);
        putChecksum(grids, section, end);
        refused(grids, "conv1.weight", "scale");
    }

    private static int[] sectionEnds(byte[] bytes) {
        String json = new String(bytes, JSON_AT, headerEnd(bytes) - JSON_AT, StandardCharsets.UTF_8);
        List<Integer> codes = Pattern.compile("\"code_bytes\":(\\d+)")
                .matcher(json)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
        int first = headerEnd(bytes) + 4 + 27 + codes.get(0);
        return new int[] {first, first + 4 + 32 + codes.get(1)};
    }

    /** Random damage with all checksums made right again: an answer in a user's words, or values for every weight. */
    @Test
    void damagedFilesGiveValuesOrAReason() throws IOException {
        Random random = new Random(6);
        int headerEnd = headerEnd(good);
        int[] ends = sectionEnds(good);
        assertThat(ends[1] + 4).isEqualTo(good.length);
        int refused = 0;
        int rounds = 6_000;
        for (int round = 0; round < rounds; round++) {
            byte[] changed = good.clone();
            boolean inHeader = round % 3 == 0;
            int from = inHeader ? JSON_AT : headerEnd + 4;
            int room = (inHeader ? headerEnd : good.length) - from;
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = from + random.nextInt(room);
                changed[at] = inHeader
                        ? (byte) "0123456789{}[]\",:-eE.tfn".charAt(random.nextInt(24))
                        : (byte) (changed[at] ^ 1 << random.nextInt(8));
            }
            putChecksum(changed, LENGTH_AT, headerEnd);
            putChecksum(changed, headerEnd + 4, ends[0]);
            putChecksum(changed, ends[0] + 4, ends[1]);
            try {
                assertThat(read(changed)).hasSizeLessThanOrEqualTo(2);
            } catch (InvalidFileException e) {
                refused++;
                assertThat(e.getMessage())
                        .startsWith("f.bwh")
                        .doesNotContain("Exception")
                        .doesNotEndWith("null");
            }
        }
        assertThat(refused).isBetween(rounds / 2, rounds - 1);
    }
}
