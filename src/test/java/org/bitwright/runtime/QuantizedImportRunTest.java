package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bitwright.runtime.ImportedRun.sameBits;
import static org.bitwright.runtime.ImportedRun.run;

import java.nio.file.Path;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that is rebuilt from what a quantized file says answers as ONNX Runtime answers for the file. */
class QuantizedImportRunTest {
    private static final float[] X = OnnxModels.values(6 * 4);

    @TempDir
    private Path folder;

    /** 6 × 4 times 4 × 3, with a bias, all in the quantize-dequantize form. */
    private static OnnxModels pairs(String prefix, ElementType codes) {
        return OnnxModels.opset(13)
                .domain("com.microsoft", 1)
                .input("x", -1, 4)
                .weight("x_s", new float[] {0.01f})
                .codes("x_z", codes, new int[] {codes == ElementType.INT8 ? 0 : 117})
                .codes("w_quantized", ElementType.INT8, new int[] {1, -127, 3, 90, 5, -6, 7, 127, 9, 10, 11, -55}, 4, 3)
                .weight("w_s", new float[] {0.5f, 0.003f, 0.02f}, 3)
                .codes("w_z", ElementType.INT8, new int[3], 3)
                .codes("b_quantized", ElementType.INT32, new int[] {100, -2000, 30}, 3)
                .weight("b_s", new float[] {0.005f, 0.00003f, 0.0002f}, 3)
                .weight("y_s", new float[] {0.25f})
                .codes("y_z", codes, new int[] {3})
                .node(prefix + "QuantizeLinear", "", "x x_s x_z", "x_q")
                .node(prefix + "DequantizeLinear", "", "x_q x_s x_z", "x_d")
                .node(prefix + "DequantizeLinear", "", "w_quantized w_s w_z", "w", "axis=1")
                .node("DequantizeLinear", "", "b_quantized b_s", "b", "axis=0")
                .node("Gemm", "fc", "x_d w b", "h")
                .node(prefix + "QuantizeLinear", "", "h y_s y_z", "h_q")
                .node(prefix + "DequantizeLinear", "", "h_q y_s y_z", "y")
                .output("y", -1, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "com.microsoft."})
    void pairsAroundOperatorsAndConstantsBehindThem(String prefix) throws Exception {
        QuantizedImport imported = sameBits(pairs(prefix, ElementType.UINT8).open(folder), 0, X, 6, 4);
        assertThat(imported.notes()).isEmpty();
        assertThat(imported.document().model().operators())
                .extracting(operator -> operator.type())
                .containsExactly("Gemm");
        Layer layer = imported.document().model().layers().get(0);
        assertThat(layer.name()).isEqualTo("fc");
        assertThat(layer.weight().name()).isEqualTo("w");
        assertThat(layer.weight().readFloats()).startsWith(0.5f, -127 * 0.003f, 0.06f, 45);
        assertThat(layer.bias().orElseThrow().name()).isEqualTo("b");
        assertThat(layer.bias().orElseThrow().readFloats()).containsExactly(0.5f, -2000 * 0.00003f, 30 * 0.0002f);
        TensorConfig weight = imported.layers().get("fc");
        assertThat(weight.format()).isEqualTo(NumberFormat.uniform(8, Scheme.SYMMETRIC));
        assertThat(weight.granularity()).isEqualTo(Granularity.CHANNEL);
        assertThat(weight.manual().get(1).exact()).contains(new UniformGrid(0.003f, 0, -128, 127));
        assertThat(imported.activations()).containsOnlyKeys("x", "y");
        ActivationConfig input = imported.activations().get("x");
        assertThat(input.format()).isEqualTo(NumberFormat.uniform(8, Scheme.ASYMMETRIC));
        assertThat(input.manual().orElseThrow().exact()).contains(new UniformGrid(0.01f, 117, 0, 255));
    }

    @Test
    void signedCodesWithAZeroPointAreMovedToUnsignedOnes() throws Exception {
        QuantizedImport imported = sameBits(pairs("", ElementType.INT8).open(folder), 0, X, 6, 4);
        assertThat(imported.activations().get("x").manual().orElseThrow().exact())
                .contains(new UniformGrid(0.01f, 0, -128, 127));
        assertThat(imported.activations().get("y").manual().orElseThrow().exact())
                .contains(new UniformGrid(0.25f, 131, 0, 255));
    }

    @Test
    void floatWeightsThatAreQuantizedAsTheNetworkRunsKeepTheirValues() throws Exception {
        // As PyTorch writes them: channels on axis 0, then turned; activations of 7 bits by a Clip.
        float[] weights = OnnxModels.values(12);
        OnnxDocument file = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("fc.weight", weights, 3, 4)
                .weight("w_s", new float[] {0.004f, 0.02f, 0.1f}, 3)
                .codes("w_z", ElementType.INT8, new int[3], 3)
                .weight("x_s", new float[] {0.02f})
                .codes("x_z", ElementType.UINT8, new int[] {60})
                .codes("least", ElementType.UINT8, new int[] {0})
                .codes("most", ElementType.UINT8, new int[] {127})
                .node("QuantizeLinear", "", "x x_s x_z", "x_q")
                .node("Clip", "", "x_q least most", "x_c")
                .node("DequantizeLinear", "", "x_c x_s x_z", "x_d")
                .node("QuantizeLinear", "", "fc.weight w_s w_z", "w_q", "axis=0")
                .node("DequantizeLinear", "", "w_q w_s w_z", "w_d", "axis=0")
                .node("Transpose", "", "w_d", "w_t", "perm=[1,0]")
                .node("MatMul", "fc", "x_d w_t", "y")
                .output("y", -1, 3)
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 4);
        assertThat(imported.notes()).isEmpty();
        Layer layer = imported.document().model().layer("fc").orElseThrow();
        assertThat(layer.weight().readFloats()).isEqualTo(weights);
        assertThat(imported.layers().get("fc").granularity()).isEqualTo(Granularity.CHANNEL);
        assertThat(imported.activations().get("x").manual().orElseThrow().exact())
                .contains(new UniformGrid(0.02f, 60, 0, 127));
    }

    @ParameterizedTest
    @ValueSource(floats = {0.01f, 6 / 255f})
    void rectifiersThatTheRangeStandsForArePutBack(float scale) throws Exception {
        // Codes from 0 on cut off what is negative, up to 6 also what a mobile network's Clip does.
        OnnxDocument file = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 3)
                .weight("h_s", new float[] {scale})
                .codes("h_z", ElementType.UINT8, new int[] {0})
                .node("MatMul", "fc", "x w", "h")
                .node("QuantizeLinear", "", "h h_s h_z", "h_q")
                .node("DequantizeLinear", "", "h_q h_s h_z", "h_d")
                .node("Identity", "", "h_d", "y")
                .output("y", -1, 3)
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 4);
        boolean six = scale > 0.02f;
        assertThat(imported.document().model().operators())
                .extracting(operator -> operator.type())
                .containsExactly("MatMul", six ? "Clip" : "Relu", "Identity");
        assertThat(imported.activations()).containsOnlyKeys("h");
        assertThat(imported.notes())
                .extracting(note -> note.kind().name(), note -> note.arguments().get(0))
                .containsExactly(tuple("RECTIFIED", "1"));
        float[] plain = run(imported.document(), X, 6, 4);
        float[] product = run(
                OnnxModels.opset(13)
                        .input("x", -1, 4)
                        .weight("w", 4, 3)
                        .node("MatMul", "fc", "x w", "y")
                        .output("y", -1, 3)
                        .open(folder),
                X,
                6,
                4);
        for (int i = 0; i < plain.length; i++) {
            assertThat(plain[i]).isEqualTo(Math.max(0, product[i]));
        }
        assertThat(product[0] < -0.1f || product[1] < -0.1f || product[2] < -0.1f)
                .isTrue();
    }

    @Test
    void valuesThatOthersTakeAsTheyAreAreQuantizedInACopy() throws Exception {
        OnnxDocument file = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 3)
                .weight("v", 3, 3)
                .weight("h_s", new float[] {0.01f})
                .codes("h_z", ElementType.UINT8, new int[] {0})
                .node("MatMul", "fc", "x w", "h")
                .node("QuantizeLinear", "", "h h_s h_z", "h_q")
                .node("DequantizeLinear", "", "h_q h_s h_z", "h_d")
                .node("MatMul", "next", "h_d v", "n")
                .node("Add", "", "n h", "y")
                .output("y", -1, 3)
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 4);
        assertThat(imported.activations()).hasSize(1).doesNotContainKey("h");
        assertThat(imported.document().model().operators())
                .extracting(operator -> operator.type())
                .containsExactly("MatMul", "Identity", "MatMul", "Add"); // what is below 0 is not cut off
        assertThat(imported.notes())
                .extracting(note -> note.kind().name(), note -> note.arguments().get(0))
                .containsExactly(tuple("COPIED", "1"));
    }

    @Test
    void codesThatAreMovedBeforeTheyBecomeFloats() throws Exception {
        OnnxDocument file = OnnxModels.opset(13)
                .input("x", -1, 4)
                .codes("w", ElementType.INT8, new int[] {1, -127, 3, 90, 5, -6, 7, 127, 9, 10, 11, -55}, 3, 4)
                .weight("w_s", new float[] {0.01f})
                .codes("w_z", ElementType.INT8, new int[] {0})
                .node("Transpose", "", "w", "w_t", "perm=[1,0]")
                .node("DequantizeLinear", "", "w_t w_s w_z", "w_d")
                .node("MatMul", "fc", "x w_d", "y")
                .output("y", -1, 3)
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 4);
        assertThat(imported.layers()).containsOnlyKeys("fc");
        assertThat(imported.document().model().layers().get(0).weight().name()).isEqualTo("w");
    }

    @Test
    void whatCannotBeTakenOverStaysAndIsNamed() throws Exception {
        // The scale of x is computed; the branch takes the codes of h by their name.
        OnnxModels body = OnnxModels.opset(13)
                .node("DequantizeLinear", "inner", "h_q h_s h_z", "z")
                .result("z");
        OnnxDocument file = OnnxModels.choice(
                        OnnxModels.opset(13)
                                .input("x", -1, 4)
                                .weight("half", new float[] {0.005f})
                                .codes("x_z", ElementType.UINT8, new int[] {100})
                                .weight("h_s", new float[] {0.02f})
                                .codes("h_z", ElementType.UINT8, new int[] {100})
                                .weight("w", 4, 3)
                                .node("Add", "", "half half", "x_s")
                                .node("QuantizeLinear", "own", "x x_s x_z", "x_q")
                                .node("DequantizeLinear", "back", "x_q x_s x_z", "x_d")
                                .node("MatMul", "fc", "x_d w", "h")
                                .node("QuantizeLinear", "", "h h_s h_z", "h_q")
                                .node("DequantizeLinear", "", "h_q h_s h_z", "h_d")
                                .node("Relu", "", "h_d", "r"),
                        body)
                .node("Add", "", "r chosen", "y")
                .result("y")
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 4);
        assertThat(imported.activations()).containsOnlyKeys("h");
        assertThat(imported.layers()).isEmpty();
        assertThat(imported.notes())
                .extracting(note -> note.kind() + " " + note.arguments().get(0))
                .contains("OPERATOR_KEPT own", "OPERATOR_KEPT back");
    }
}
