package org.bitwright.io.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.tflite.TfliteFiles.FLOAT16;
import static org.bitwright.io.tflite.TfliteFiles.FLOAT32;
import static org.bitwright.io.tflite.TfliteFiles.INT16;
import static org.bitwright.io.tflite.TfliteFiles.INT32;
import static org.bitwright.io.tflite.TfliteFiles.INT4;
import static org.bitwright.io.tflite.TfliteFiles.INT8;
import static org.bitwright.io.tflite.TfliteFiles.STRING;
import static org.bitwright.io.tflite.TfliteFiles.UINT8;
import static org.bitwright.io.tflite.TfliteFiles.floats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.io.WeightFiles;
import org.bitwright.io.tflite.TfliteFiles.Tensor;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.StoredGrid;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfliteReaderTest {
    private static final byte[] NONE = {};

    @TempDir
    private Path folder;

    private WeightFile open(byte[] file) throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("any.name"), file));
    }

    private WeightFile open(TfliteFiles file) throws IOException {
        return open(file.bytes());
    }

    private static StoredWeight weight(WeightFile file, String name) {
        return file.weights().stream()
                .filter(weight -> weight.tensor().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void floatsAreReadExactlyAndTheirOperatorTellsTheirAxes() throws IOException {
        WeightFile file = open(new TfliteFiles()
                .tensor("in", FLOAT32, NONE, 1, 2)
                .tensor("fc/w", FLOAT32, floats(1, -0.5f, 1e-40f, 3, 4, 5), 3, 2)
                .tensor("fc/b", FLOAT32, floats(7, 8, 9), 3)
                .tensor("out", FLOAT32, NONE, 1, 3)
                .operator(9, new int[] {0, 1, 2}, 3));
        assertThat(file.format()).isEqualTo("TFLite");
        assertThat(file.weights()).hasSize(2);
        StoredWeight weight = weight(file, "fc/w");
        assertThat(weight.tensor().readFloats()).containsExactly(1, -0.5f, 1e-40f, 3, 4, 5);
        assertThat(weight.op()).isEqualTo("Gemm");
        assertThat(weight.channelAxis()).isEqualTo(OptionalInt.of(0));
        assertThat(weight.inputAxis()).isEqualTo(OptionalInt.of(1));
        assertThat(weight.bias()).isEqualTo(Optional.of("fc/b"));
        assertThat(weight(file, "fc/b").op()).isEmpty();
    }

    @Test
    void eachOperatorHasItsOwnOrderOfAxes() throws IOException {
        byte[] values = floats(new float[24]);
        WeightFile file = open(new TfliteFiles()
                .tensor("x", FLOAT32, NONE, 1)
                .tensor("conv", FLOAT32, values, 2, 2, 2, 3)
                .tensor("depth", FLOAT32, values, 1, 2, 2, 6)
                .tensor("up", FLOAT32, values, 2, 2, 2, 3)
                .tensor("table", FLOAT32, values, 12, 2)
                .tensor("product", FLOAT32, values, 2, 3, 4)
                .tensor("deep", FLOAT32, values, 2, 2, 1, 2, 3)
                .operator(3, new int[] {0, 1}, 0)
                .operator(4, new int[] {0, 2, -1}, 0)
                .operator(67, new int[] {0, 3, 0}, 0)
                .operator(36, new int[] {4, 0}, 0)
                .flagged(126, new int[] {0, 5}, 0)
                .operator(132, new int[] {0, 6}, 0));
        assertThat(axes(file, "conv")).isEqualTo("Conv 0 3");
        assertThat(axes(file, "depth")).isEqualTo("Conv 3 -1");
        assertThat(axes(file, "up")).isEqualTo("ConvTranspose 0 3");
        assertThat(axes(file, "table")).isEqualTo("Gather 0 -1");
        assertThat(axes(file, "product")).isEqualTo("MatMul 1 2");
        assertThat(axes(file, "deep")).isEqualTo("Conv 4 3");
    }

    private static String axes(WeightFile file, String name) {
        StoredWeight weight = weight(file, name);
        return weight.op() + " " + weight.channelAxis().orElse(-1) + " "
                + weight.inputAxis().orElse(-1);
    }

    @Test
    void codesOfOneScaleAChannelComeOutAsTheNumbersTheyStandFor() throws IOException {
        byte[] codes = {-128, 127, 0, 1, -1, 64};
        WeightFile file = open(new TfliteFiles()
                .tensor("x", INT8, NONE, 1)
                .tensor(new Tensor("w", INT8, codes, 3, 2).quantized(new float[] {0.5f, 0.1f, 3}, new long[3], 0))
                .operator(9, new int[] {0, 1}, 0));
        StoredWeight weight = weight(file, "w");
        assertThat(weight.tensor().type()).isEqualTo(ElementType.FLOAT32);
        assertThat(weight.tensor().readFloats()).containsExactly(-64, 63.5f, 0, 0.1f, -3, 192);
        StoredGrid grid = weight.grid().orElseThrow();
        assertThat(grid.scales()).containsExactly(0.5f, 0.1f, 3);
        assertThat(grid.zeroPoints()).containsExactly(0, 0, 0);
        assertThat(grid.axis()).isZero();
        assertThat(grid.bits()).isEqualTo(8);
        assertThat(grid.signed()).isTrue();
        assertThat(weight.op()).isEqualTo("Gemm");
    }

    @Test
    void scalesAlongAnInnerAxisAndZeroPointsAreKept() throws IOException {
        byte[] codes = {0, (byte) 255, 10, (byte) 200};
        WeightFile file = open(new TfliteFiles()
                .tensor(new Tensor("u", UINT8, codes, 2, 2).quantized(new float[] {0.5f, 2}, new long[] {10, 200}, 1)));
        // (0 − 10) · 0.5, (255 − 200) · 2, (10 − 10) · 0.5, (200 − 200) · 2
        assertThat(weight(file, "u").tensor().readFloats()).containsExactly(-5, 110, 0, 0);
        StoredGrid grid = weight(file, "u").grid().orElseThrow();
        assertThat(grid.signed()).isFalse();
        assertThat(grid.zeroPoints()).containsExactly(10, 200);
        assertThat(grid.axis()).isEqualTo(1);
    }

    @Test
    void fourBitsLiePackedTheFirstInTheLowerHalf() throws IOException {
        // 1, −2, 7, −8, 3: an odd count leaves half a byte
        byte[] codes = {(byte) 0xE1, (byte) 0x87, 0x03};
        WeightFile file = open(new TfliteFiles()
                .tensor(new Tensor("q", INT4, codes, 5, 1).quantized(new float[] {0.25f}, new long[] {0}, 0)));
        assertThat(weight(file, "q").tensor().readFloats()).containsExactly(0.25f, -0.5f, 1.75f, -2, 0.75f);
        assertThat(weight(file, "q").grid().orElseThrow().bits()).isEqualTo(4);
        assertThat(weight(file, "q").grid().orElseThrow().isPerTensor()).isTrue();
        float[] part = new float[2];
        weight(file, "q").tensor().readFloats(3, part, 0, 2);
        assertThat(part).containsExactly(-2, 0.75f);
    }

    @Test
    void sixteenBitsAndTheWideBiasesAreScaled() throws IOException {
        byte[] shorts = {0x00, (byte) 0x80, (byte) 0xFF, 0x7F};
        byte[] ints = {0, 0, 0, (byte) 0x80, 3, 0, 0, 0};
        WeightFile file = open(new TfliteFiles()
                .tensor(new Tensor("s", INT16, shorts, 1, 2).quantized(new float[] {0.5f}, new long[] {0}, 0))
                .tensor(new Tensor("b", INT32, ints, 2).quantized(new float[] {0.5f, 0.25f}, new long[2], 0)));
        assertThat(weight(file, "s").tensor().readFloats()).containsExactly(-16384, 16383.5f);
        assertThat(weight(file, "s").grid().orElseThrow().bits()).isEqualTo(16);
        assertThat(weight(file, "b").tensor().readFloats()).containsExactly(-1073741824f, 0.75f);
        assertThat(weight(file, "b").grid()).isEmpty();
    }

    @Test
    void halfPrecisionWeightsAreFoundBehindTheirConversion() throws IOException {
        byte[] half = {0x00, 0x3C, 0x00, (byte) 0xC1}; // 1, −2.5
        WeightFile file = open(new TfliteFiles()
                .tensor("x", FLOAT32, NONE, 1)
                .tensor("w16", FLOAT16, half, 2, 1)
                .tensor("w32", FLOAT32, NONE, 2, 1)
                .operator(6, new int[] {1}, 2)
                .operator(9, new int[] {0, 2}, 0));
        assertThat(weight(file, "w16").tensor().type()).isEqualTo(ElementType.FLOAT16);
        assertThat(weight(file, "w16").tensor().readFloats()).containsExactly(1, -2.5f);
        assertThat(axes(file, "w16")).isEqualTo("Gemm 0 1");
    }

    @Test
    void whatCannotBeReadIsLeftOutWithAReason() throws IOException {
        WeightFile file = open(new TfliteFiles()
                .tensor("x", FLOAT32, NONE, 1)
                .tensor("good", FLOAT32, floats(1, 2), 1, 2)
                .tensor("text", STRING, new byte[8], 1)
                .tensor("future", 99, new byte[8], 1)
                .tensor(new Tensor("sparse", FLOAT32, floats(1), 4, 4).sparse())
                .tensor(new Tensor("blocks", INT8, new byte[2], 2)
                        .quantized(new float[0], new long[0], 0)
                        .details(2))
                .tensor("mixed", INT8, new byte[64], 4, 16)
                .flagged(9, new int[] {0, 6}, 0));
        assertThat(file.weights()).hasSize(1);
        assertThat(file.notes())
                .extracting(WeightNote::sentence)
                .containsExactly(
                        "'text' is left out: its type STRING holds no weights.",
                        "'future' is left out: its type 99 is not known.",
                        "'sparse' is left out: it is stored sparsely, which is not read.",
                        "'blocks' is left out: it is quantized in another way than by scales and zero points.",
                        "'mixed' is left out: its numbers lie in an order of their own (SHUFFLED4x16INT8), which is not"
                                + " read.");
    }

    @Test
    void namesThatOccurTwiceOrNotAtAllAreMadeUnique() throws IOException {
        WeightFile file = open(new TfliteFiles()
                .tensor("", FLOAT32, floats(1), 1)
                .tensor("a", FLOAT32, floats(2), 1)
                .tensor("a", FLOAT32, floats(3), 1));
        assertThat(file.weights().stream().map(weight -> weight.tensor().name()))
                .containsExactly("tensor 0", "a", "a#2");
    }

    @Test
    void numbersBehindTheFlatbufferAreFoundByTheirOffset() throws IOException {
        TfliteFiles model = new TfliteFiles().tensor("w", FLOAT32, floats(0, 0), 1, 2);
        int length = new TfliteFiles()
                .tensor("w", FLOAT32, floats(0, 0), 1, 2)
                .behind(1 << 20, 8)
                .bytes()
                .length;
        byte[] flat = model.behind(length, 8).bytes();
        byte[] whole = Arrays.copyOf(flat, length + 8);
        ByteBuffer.wrap(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(length, 5)
                .putFloat(length + 4, -6);
        WeightFile file = open(whole);
        assertThat(weight(file, "w").tensor().readFloats()).containsExactly(5, -6);
        assertThat(weight(file, "w").tensor().shape()).isEqualTo(Shape.of(1, 2));
    }
}
