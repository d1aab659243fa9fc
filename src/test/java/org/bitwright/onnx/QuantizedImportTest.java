package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is taken out of quantized files, and which of them are refused. */
class QuantizedImportTest {
    @TempDir
    private Path folder;

    /** A product with a weight of 4 × 3 codes behind a DequantizeLinear. */
    static OnnxModels weight(int opset, ElementType type, int[] codes, String inputs, String... attributes) {
        return OnnxModels.opset(opset)
                .input("x", -1, 4)
                .codes("w_quantized", type, codes, 4, 3)
                .weight("one", new float[] {0.5f})
                .weight("three", new float[] {0.5f, 0.25f, 2}, 3)
                .weight("four", new float[] {0.5f, 0.25f, 2, 1}, 4)
                .weight("rows", new float[] {0.5f, 0.25f, 2, 1, 3, 4}, 2, 3)
                .weight("bad", new float[] {0.5f, 0, Float.NaN}, 3)
                .codes("zero", ElementType.INT8, new int[] {0})
                .codes("zeros", ElementType.INT8, new int[3], 3)
                .codes("unsigned", ElementType.UINT8, new int[] {0})
                .node("DequantizeLinear", "dq", "w_quantized " + inputs, "w", attributes)
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 3);
    }

    static final int[] CODES = {1, -128, 3, 90, 5, -6, 7, 127, 9, 10, 11, -55};

    @ParameterizedTest
    @CsvSource({
        "13, three, axis=0, 'its scale is 3, but for what it quantizes (4 × 3, axis 0) it must be 4'",
        "13, rows, axis=0, 'its scale is 2 × 3'",
        "13, three, axis=2, 'its axis is 2, but what it quantizes has 2 axes'",
        "13, three zero, axis=1, 'it has 3 scales, but 1 zero points'",
        "13, one unsigned, axis=1, 'its zero point is uint8, but what it stands for is int8'",
        "13, '', axis=1, it has no scale",
    })
    void contradictionsAreRefusedWithThePlace(int opset, String inputs, String attribute, String reason)
            throws IOException {
        OnnxDocument document =
                weight(opset, ElementType.INT8, CODES, inputs, attribute).open(folder);
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> QuantizedImport.of(document))
                .withMessageContaining("operator 'dq' (DequantizeLinear)")
                .withMessageContaining(reason);
    }

    @Test
    void blocksWhoseScalesDoNotFitAreRefused() throws IOException {
        OnnxDocument document = weight(21, ElementType.INT8, CODES, "rows", "axis=0", "block_size=3")
                .open(folder); // two blocks of 3 hold 4 places: right
        assertThat(QuantizedImport.of(document).orElseThrow().layers().get("fc").granularity())
                .isEqualTo(Granularity.group(3));
        OnnxDocument wrong = weight(21, ElementType.INT8, CODES, "rows", "axis=0", "block_size=4")
                .open(folder);
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> QuantizedImport.of(wrong))
                .withMessageContaining("blocks of 4")
                .withMessageContaining("it must be 1 × 3");
    }

    @Test
    void packedBlocksOfTheWrongSizeAreRefused() throws IOException {
        OnnxDocument document = OnnxModels.opset(17)
                .domain("com.microsoft", 1)
                .input("x", -1, 32)
                .raw("w", ElementType.UINT8, new byte[3 * 16], 3, 1, 16)
                .weight("s", 2)
                .node("com.microsoft.MatMulNBits", "fc", "x w s", "y", "K=32", "N=3", "bits=4", "block_size=32")
                .output("y", -1, 3)
                .open(folder);
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> QuantizedImport.of(document))
                .withMessageContaining("operator 'fc' (com.microsoft.MatMulNBits)")
                .withMessageContaining("its scales hold 2 numbers")
                .withMessageContaining("they must hold 3");
    }

    @Test
    void indicesBeyondTheCentroidsAreRefused() throws IOException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .raw("i", ElementType.UINT8, new byte[] {0, 1, 2, 3}, 2, 2)
                .weight("c", 3)
                .node("Cast", "", "i", "j", "to=6")
                .node("Gather", "look", "c j", "w")
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        assertThatExceptionOfType(InvalidFileException.class)
                .isThrownBy(() -> QuantizedImport.of(document))
                .withMessageContaining("its indices go beyond its 3 centroids");
    }

    @Test
    void scalesAlongAnotherAxisAreNoChoice() throws IOException {
        QuantizedImport imported = QuantizedImport.of(
                        weight(13, ElementType.INT8, CODES, "four", "axis=0").open(folder))
                .orElseThrow();
        assertThat(imported.layers()).isEmpty();
        assertThat(imported.notes()).containsExactly(new ImportNote(ImportNote.Kind.WEIGHT_OTHER_AXIS, List.of("fc")));
        assertThat(values(imported)).startsWith(0.5f, -64, 1.5f, 22.5f);
    }

    @Test
    void scalesThatNoGridHasAreNoChoiceButZeroIs() throws IOException {
        QuantizedImport imported = QuantizedImport.of(
                        weight(13, ElementType.INT8, CODES, "bad", "axis=1").open(folder))
                .orElseThrow();
        assertThat(imported.notes()).containsExactly(new ImportNote(ImportNote.Kind.WEIGHT_SCALES, List.of("fc")));
        OnnxDocument zero = OnnxModels.opset(13)
                .input("x", -1, 1)
                .codes("q", ElementType.INT8, new int[] {5, -6}, 1, 2)
                .weight("s", new float[] {0.5f, 0}, 2)
                .node("DequantizeLinear", "", "q s", "w", "axis=1")
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        QuantizedImport found = QuantizedImport.of(zero).orElseThrow();
        assertThat(values(found)).containsExactly(2.5f, 0);
        assertThat(found.layers().get("fc").manual().get(1).exact()).contains(new UniformGrid(1, 0, -128, 127));
    }

    /** The limits of a narrower format show where the codes reach them; a few small codes are no narrower format. */
    @ParameterizedTest
    @CsvSource({
        "INT8, 7, -8, 0, 4, SYMMETRIC",
        "INT8, 7, -7, 3, 4, SYMMETRIC",
        "INT8, 5, -6, 3, 8, SYMMETRIC",
        "INT8, 127, -128, 3, 8, SYMMETRIC",
        "INT4, 3, -3, 1, 3, SYMMETRIC",
        "INT4, 7, -3, 1, 4, SYMMETRIC",
        "UINT8, 15, 0, 3, 4, ASYMMETRIC",
        "UINT8, 15, 1, 3, 8, ASYMMETRIC",
        "UINT4, 7, 0, 3, 3, ASYMMETRIC",
        "INT16, 511, -512, 3, 10, SYMMETRIC",
    })
    void widthsBetweenTheTypesAreSeenByTheirLimits(
            ElementType type, int most, int least, int other, int bits, Scheme scheme) throws IOException {
        int[] codes = new int[12];
        Arrays.fill(codes, other);
        codes[3] = most;
        codes[5] = least;
        QuantizedImport imported =
                QuantizedImport.of(weight(21, type, codes, "one").open(folder)).orElseThrow();
        assertThat(imported.layers().get("fc").format()).isEqualTo(NumberFormat.uniform(bits, scheme));
        float[] values = values(imported);
        assertThat(values[3]).isEqualTo(0.5f * most);
        assertThat(values[5]).isEqualTo(0.5f * least);
    }

    @Test
    void oneConstantBehindSeveralOperatorsIsOneLayer() throws IOException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .codes("q", ElementType.INT8, new int[] {1, 2, 3, 4}, 2, 2)
                .weight("s", new float[] {0.5f})
                .node("DequantizeLinear", "", "q s", "w1")
                .node("MatMul", "first", "x w1", "h")
                .node("DequantizeLinear", "", "q s", "w2")
                .node("MatMul", "second", "h w2", "y")
                .output("y", -1, 2)
                .open(folder);
        QuantizedImport imported = QuantizedImport.of(document).orElseThrow();
        assertThat(imported.document().model().layers()).hasSize(1);
        assertThat(imported.document().model().layers().get(0).operators()).containsExactly("first", "second");
    }

    @Test
    void anActivationThatIsQuantizedInTwoWaysKeepsTheFirst() throws IOException {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", 2, 2)
                .weight("s", new float[] {0.5f})
                .weight("t", new float[] {0.25f})
                .codes("z", ElementType.INT8, new int[] {0})
                .node("QuantizeLinear", "", "x s z", "a")
                .node("DequantizeLinear", "", "a s z", "b")
                .node("MatMul", "fc", "b w", "h")
                .node("QuantizeLinear", "", "x t z", "c")
                .node("DequantizeLinear", "", "c t z", "d")
                .node("Add", "", "h d", "y")
                .output("y", -1, 2)
                .open(folder);
        QuantizedImport imported = QuantizedImport.of(document).orElseThrow();
        assertThat(imported.activations().get("x").manual().orElseThrow().exact())
                .contains(new UniformGrid(0.5f, 0, -128, 127));
        assertThat(imported.notes()).containsExactly(new ImportNote(ImportNote.Kind.ACTIVATION_SEVERAL, List.of("x")));
    }

    @Test
    void floatNetworksAreNotTouched() throws IOException {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", "vit.onnx"));
        assertThat(QuantizedImport.of(document)).isEmpty();
        assertThat(QuantizedImport.floatDocument(document)).isSameAs(document);
    }

    @Test
    void theFileStaysAsItIsAndSoDoWeightsWithoutCodes() throws IOException {
        Path file =
                weight(13, ElementType.INT8, CODES, "one").weight("unused", 2).write(folder.resolve("q.onnx"));
        byte[] before = Files.readAllBytes(file);
        OnnxDocument document = OnnxDocument.open(file);
        QuantizedImport imported = QuantizedImport.of(document).orElseThrow();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(imported.document().digest()).isEqualTo(document.digest());
        assertThat(imported.document().constant("unused")).isPresent();
        assertThat(imported.document().constant("one")).isEmpty();
        assertThat(imported.document().constant("w_quantized")).isEmpty();
    }

    @Test
    void floatConstantsOfNoLayerThatTheFileRoundsAreRounded() throws IOException {
        QuantizedImport imported = QuantizedImport.of(OnnxModels.opset(13)
                        .input("x", -1, 2)
                        .weight("factors", new float[] {0.6f, -0.3f}, 2)
                        .weight("scale", new float[] {0.25f})
                        .raw("zero", ElementType.INT8, new byte[] {3})
                        .node("QuantizeLinear", "q", "factors scale zero", "codes")
                        .node("DequantizeLinear", "d", "codes scale zero", "rounded")
                        .node("Mul", "m", "x rounded", "y")
                        .output("y", -1, 2)
                        .open(folder))
                .orElseThrow();
        // 0.6 / 0.25 = 2.4 → 2, −0.3 / 0.25 = −1.2 → −1
        assertThat(imported.document().constant("factors").orElseThrow().readFloats())
                .containsExactly(0.5f, -0.25f);
        assertThat(imported.notes())
                .containsExactly(new ImportNote(ImportNote.Kind.CONSTANT_AS_FLOATS, List.of("1", "factors")));
    }

    private static float[] values(QuantizedImport imported) throws IOException {
        return imported.document().model().layer("fc").orElseThrow().weight().readFloats();
    }
}
