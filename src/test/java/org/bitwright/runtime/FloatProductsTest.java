package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Operator;
import org.bitwright.onnx.FloatProducts;
import org.bitwright.onnx.IntegerActivations;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays float between quantized activations is computed in float by ONNX Runtime, too. */
class FloatProductsTest {
    /** −10 … 15.5 */
    private static final UniformGrid TENTHS = new UniformGrid(0.1f, 100, 0, 255);

    /** The codes 2 and 4. */
    private static final byte[] CODES = {2, 0, 0, 4};

    @TempDir
    private Path folder;

    private static List<String> types(OnnxDocument document) {
        return document.model().operators().stream().map(Operator::type).toList();
    }

    /** With input and output of the network in steps of a tenth. */
    private OnnxDocument rounded(OnnxModels model) throws Exception {
        ActivationPlan plan = new ActivationPlan(
                Map.of("x", Quantizer.of(TENTHS), "y", Quantizer.of(TENTHS)), Map.of(), Map.of(), List.of(), List.of());
        OnnxDocument document = model.output("y", -1, 2).open(folder);
        return FloatProducts.of(IntegerActivations.write(document, plan).document());
    }

    private static OnnxModels model(int opset) {
        return OnnxModels.opset(opset).input("x", -1, 2);
    }

    private static float[] run(OnnxDocument document, float... values) throws Exception {
        return SingleRun.first(
                Sessions.deployed(document, 1, CancelToken.none()), Map.of("x", SingleRun.floats(values, 1, 2)));
    }

    @Test
    void floatWeightsAreNotRounded() throws Exception {
        OnnxDocument written = rounded(model(13)
                .weight("w", new float[] {100, 0, 0, 0.3f}, 2, 2)
                .weight("b", new float[] {0.2f, 0}, 2)
                .node("Gemm", "product", "x w b", "y"));
        // In 8 bits with one scale 0.3 would be 0.
        assertThat(run(written, 0.1f, 5)).containsExactly(102 * 0.1f, 15 * 0.1f);
    }

    @Test
    void weightsThatBecomeFloatsOnlyAtTheStartAreNotRounded() throws Exception {
        OnnxDocument written = rounded(model(13)
                .weight("half", ElementType.FLOAT16, new float[] {100, 0, 0, 0.25f}, 2, 2)
                .node("Cast", "c", "half", "w", "to=1")
                .weight("b", new float[] {0.2f, 0}, 2)
                .node("Gemm", "product", "x w b", "y"));
        assertThat(run(written, 0.1f, 4)).containsExactly(102 * 0.1f, 10 * 0.1f);
    }

    @Test
    void biasesBeyond32BitsDoNotWrapAround() throws Exception {
        OnnxDocument written = rounded(model(13)
                .raw("codes", ElementType.INT8, CODES, 2, 2)
                .weight("scale", new float[] {1e-9f, 0.5f}, 2)
                .raw("zeros", ElementType.INT8, new byte[2], 2)
                .weight("b", new float[] {3, -1}, 2)
                .node("DequantizeLinear", "d", "codes scale zeros", "w", "axis=1")
                .node("Gemm", "product", "x w b", "y"));
        // 3 / (0.1 · 1e-9) = 3e10 > 2^31
        assertThat(run(written, 1, 2)).containsExactly(30 * 0.1f, 30 * 0.1f);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 12})
    void floatBiasesRunInOlderVersions(int opset) throws Exception {
        OnnxDocument written = rounded(model(opset)
                .raw("codes", ElementType.INT8, CODES, 2, 2)
                .weight("scale", new float[] {0.5f})
                .raw("zero", ElementType.INT8, new byte[1])
                .weight("b", new float[] {0.7f, -1}, 2)
                .node("DequantizeLinear", "d", "codes scale zero", "w")
                .node("Gemm", "product", "x w b", "y"));
        assertThat(run(written, 1, 2)).containsExactly(17 * 0.1f, 30 * 0.1f);
    }

    @Test
    void eightBitFloatsRunBetweenIntegers() throws Exception {
        OnnxDocument written = rounded(model(19)
                .codes("codes", ElementType.FLOAT8E4M3FN, new int[] {0x38, 0, 0, 0x40}, 2, 2) // 1, 2
                .weight("scale", new float[] {0.5f})
                .raw("zero", ElementType.FLOAT8E4M3FN, new byte[1])
                .node("DequantizeLinear", "d", "codes scale zero", "w")
                .node("MatMul", "product", "x w", "y"));
        assertThat(run(written, 1, 2)).containsExactly(5 * 0.1f, 20 * 0.1f);
    }

    @Test
    void whatIsComputedInIntegersStaysAsItIs() throws Exception {
        OnnxDocument written = rounded(model(13)
                .raw("codes", ElementType.INT8, CODES, 2, 2)
                .weight("scale", new float[] {0.5f})
                .raw("bias", ElementType.INT32, new byte[] {20, 0, 0, 0, -20, -1, -1, -1}, 2) // 20, −20
                .weight("steps", new float[] {0.05f})
                .node("DequantizeLinear", "d", "codes scale", "w")
                .node("DequantizeLinear", "e", "bias steps", "b")
                .node("Gemm", "product", "x w b", "y"));
        assertThat(types(written)).doesNotContain("Max");
        assertThat(FloatProducts.of(written)).isSameAs(written);
    }

    @Test
    void aWrittenNetworkOpensWithoutWhatKeptItApart() throws Exception {
        OnnxDocument written = rounded(model(13)
                .weight("w", new float[] {100, 0, 0, 0.3f}, 2, 2)
                .weight("b", new float[] {0.2f, 0}, 2)
                .node("Gemm", "product", "x w b", "y"));
        assertThat(types(written)).contains("Max");
        QuantizedImport read = QuantizedImport.of(written).orElseThrow();
        assertThat(types(read.document())).containsExactly("Gemm");
        assertThat(read.activations()).containsOnlyKeys("x", "y");
    }
}
