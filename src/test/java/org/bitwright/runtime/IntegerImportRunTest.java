package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.runtime.ImportedRun.sameBits;

import java.nio.file.Path;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that is rebuilt from one that computes with integers answers as ONNX Runtime answers for the file. */
class IntegerImportRunTest {
    private static final float[] X = OnnxModels.values(6 * 4);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"scales first", "one after the other"})
    void productsOfIntegersWithARangeOfEachRun(String order) throws Exception {
        boolean first = order.equals("scales first");
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .codes("w_quantized", ElementType.UINT8, new int[] {1, 200, 3, 90, 5, 6, 7, 255, 9, 0, 11, 55}, 4, 3)
                .weight("w_s", new float[] {0.5f, 0.003f, 0.02f}, 3)
                .codes("w_z", ElementType.UINT8, new int[] {128, 100, 3}, 3)
                .weight("b", 3)
                .node("DynamicQuantizeLinear", "", "x", "x_q x_s x_z")
                .node("MatMulInteger", "fc_quant", "x_q w_quantized x_z w_z", "i")
                .node("Cast", "", "i", "f", "to=1");
        if (first) {
            model.node("Mul", "", "x_s w_s", "s").node("Mul", "", "f s", "h");
        } else {
            model.node("Mul", "", "f w_s", "g").node("Mul", "", "x_s g", "h");
        }
        OnnxDocument file = model.node("Add", "", "h b", "y").output("y", -1, 3).open(folder);
        QuantizedImport imported = sameBits(file, 1e-5f, X, 6, 4);
        assertThat(imported.notes()).isEmpty();
        assertThat(imported.document().model().operators())
                .extracting(operator -> operator.type())
                .containsExactly("MatMul", "Add");
        assertThat(imported.activations()).containsOnlyKeys("x");
        assertThat(imported.activations().get("x").isDynamic()).isTrue();
        assertThat(imported.layers().get("fc").manual().get(0).exact()).contains(new UniformGrid(0.5f, 128, 0, 255));
    }

    @Test
    void convolutionsOfIntegersWithARangeOfEachRun() throws Exception {
        OnnxDocument file = OnnxModels.opset(13)
                .input("x", -1, 1, 2, 2)
                .codes("w_quantized", ElementType.INT8, new int[] {1, -50, 3, 90, 5, 6, -7, 127}, 2, 1, 2, 2)
                .weight("w_s", new float[] {0.5f})
                .codes("w_z", ElementType.INT8, new int[] {0})
                .node("DynamicQuantizeLinear", "", "x", "x_q x_s x_z")
                .node("ConvInteger", "conv_quant", "x_q w_quantized x_z w_z", "i", "pads=[1,1,0,0]")
                .node("Mul", "", "x_s w_s", "s")
                .node("Cast", "", "i", "f", "to=1")
                .node("Mul", "", "f s", "y")
                .output("y", -1, 2, 2, 2)
                .open(folder);
        QuantizedImport imported = sameBits(file, 1e-4f, X, 6, 1, 2, 2);
        assertThat(imported.layers()).containsOnlyKeys("conv");
    }

    @Test
    void weightsInBlocksOfFewBits() throws Exception {
        byte[] packed = new byte[3 * 16];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = (byte) (37 * i + 11);
        }
        // Of each column the first 20 places count; a negative scale turns its codes round.
        OnnxDocument file = OnnxModels.opset(17)
                .domain("com.microsoft", 1)
                .input("x", -1, 20)
                .raw("fc.weight_Q4", ElementType.UINT8, packed, 3, 2, 8)
                .weight("scales", new float[] {0.5f, 0.25f, -0.125f, 2, 3, 4}, 3, 2)
                .weight("b", 3)
                .node(
                        "com.microsoft.MatMulNBits",
                        "fc_Q4",
                        "x fc.weight_Q4 scales _ _ b",
                        "y",
                        "K=20",
                        "N=3",
                        "bits=4",
                        "block_size=16")
                .output("y", -1, 3)
                .open(folder);
        QuantizedImport imported = sameBits(file, 1e-4f, OnnxModels.values(40), 2, 20);
        Layer layer = imported.document().model().layer("fc").orElseThrow();
        assertThat(layer.weight().name()).isEqualTo("fc.weight");
        assertThat(layer.weight().shape().toArray()).containsExactly(20, 3);
        // Byte 0 is 11 = 0x0B: the first place has code 11 − 8.
        assertThat(layer.weight().readFloats()[0]).isEqualTo(3 * 0.5f);
        TensorConfig choice = imported.layers().get("fc");
        assertThat(choice.granularity()).isEqualTo(Granularity.group(16));
        assertThat(choice.manual().get(1).exact()).contains(new UniformGrid(0.125f, 7, 0, 15));
    }

    @Test
    void operatorsOnIntegers() throws Exception {
        OnnxDocument file = OnnxModels.opset(13)
                .domain("com.microsoft", 1)
                .input("x", -1, 1, 2, 2)
                .weight("x_s", new float[] {0.01f})
                .codes("x_z", ElementType.UINT8, new int[] {120})
                .codes("w_quantized", ElementType.INT8, new int[] {1, -50, 3, 90, 5, 6, -7, 127}, 2, 1, 2, 2)
                .weight("w_s", new float[] {0.01f, 0.02f}, 2)
                .codes("w_z", ElementType.INT8, new int[2], 2)
                .codes("b_quantized", ElementType.INT32, new int[] {1000, -500}, 2)
                .weight("c_s", new float[] {0.02f})
                .codes("c_z", ElementType.UINT8, new int[] {100})
                .weight("y_s", new float[] {0.04f})
                .codes("y_z", ElementType.UINT8, new int[] {90})
                .node("QuantizeLinear", "", "x x_s x_z", "x_quantized")
                .node(
                        "QLinearConv",
                        "conv_quant",
                        "x_quantized x_s x_z w_quantized w_s w_z c_s c_z b_quantized",
                        "c_quantized",
                        "pads=[1,1,0,0]")
                .node("MaxPool", "pool", "c_quantized", "p_quantized", "kernel_shape=[2,2]")
                .node("com.microsoft.QLinearAdd", "sum", "p_quantized c_s c_z p_quantized c_s c_z y_s y_z", "y_q")
                .node("DequantizeLinear", "", "y_q y_s y_z", "y")
                .output("y", -1, 2, 1, 1)
                .open(folder);
        QuantizedImport imported = sameBits(file, 0, X, 6, 1, 2, 2);
        assertThat(imported.notes()).isEmpty();
        assertThat(imported.document().model().operators())
                .extracting(operator -> operator.name() + ":" + operator.type())
                .containsExactly("conv:Conv", "pool:MaxPool", "sum:Add");
        assertThat(imported.activations()).containsOnlyKeys("x", "c", "p", "y");
        Layer conv = imported.document().model().layer("conv").orElseThrow();
        assertThat(conv.bias().orElseThrow().readFloats())
                .containsExactly(1000 * (0.01f * 0.01f), -500 * (0.01f * 0.02f));
    }
}
