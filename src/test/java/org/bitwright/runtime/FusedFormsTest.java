package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Operator;
import org.bitwright.onnx.FoldedNormalizations;
import org.bitwright.onnx.IntegerActivations;
import org.bitwright.onnx.IntegerOperators;
import org.bitwright.onnx.NarrowProducts;
import org.bitwright.onnx.NarrowTables;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms that are written so that ONNX Runtime fuses them give the numbers of the forms that they stand for. */
class FusedFormsTest {
    private static final byte[] CODES = {1, -2, 3, 4, 5, -6, 7, 8};

    @TempDir
    private Path folder;

    private static List<String> types(OnnxDocument document) {
        return document.model().operators().stream().map(Operator::type).toList();
    }

    private static float[] floats(OnnxDocument document, float[] values, long... shape) throws Exception {
        return SingleRun.first(Sessions.of(document), Map.of("x", SingleRun.floats(values, shape)));
    }

    /** A table of 4 rows with a scale a tensor or a row. */
    private OnnxModels table(boolean rows, byte zeroPoint) {
        OnnxModels model =
                OnnxModels.opset(13).input("x", ElementType.INT64, -1).raw("codes", ElementType.INT8, CODES, 4, 2);
        if (rows) {
            return model.weight("scale", new float[] {0.1f, 0.3f, 0.7f, 1.1f}, 4)
                    .raw("zero", ElementType.INT8, new byte[] {zeroPoint, zeroPoint, zeroPoint, zeroPoint}, 4)
                    .node("DequantizeLinear", "d", "codes scale zero", "table", "axis=0");
        }
        return model.weight("scale", new float[] {0.1f})
                .raw("zero", ElementType.INT8, new byte[] {zeroPoint})
                .node("DequantizeLinear", "d", "codes scale zero", "table");
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "true, 3", "false, 0", "false, 3"})
    void rowsAreLookedUpAmongCodes(boolean rows, byte zeroPoint) throws Exception {
        OnnxDocument plain = table(rows, zeroPoint)
                .node("Gather", "g", "table x", "y")
                .output("y", -1, 2)
                .open(folder);
        OnnxDocument narrow = NarrowTables.of(plain);
        float[] scales = rows ? new float[] {0.1f, 0.3f, 0.7f, 1.1f} : new float[] {0.1f, 0.1f, 0.1f, 0.1f};
        Map<String, Values> ids = Map.of("x", SingleRun.longs(new long[] {3, 1, 3}, 3));
        float[] expected = {
            (7 - zeroPoint) * scales[3], (8 - zeroPoint) * scales[3],
            (3 - zeroPoint) * scales[1], (4 - zeroPoint) * scales[1],
            (7 - zeroPoint) * scales[3], (8 - zeroPoint) * scales[3]
        };
        assertThat(SingleRun.first(Sessions.deployed(narrow, 1, CancelToken.none()), ids))
                .isEqualTo(expected);
        assertThat(SingleRun.first(Sessions.deployed(plain, 1, CancelToken.none()), ids))
                .isEqualTo(expected);
        assertThat(types(narrow).get(0)).isEqualTo("Gather");
        assertThat(narrow.model().operators().stream()
                        .filter(operator -> operator.type().equals("DequantizeLinear"))
                        .filter(operator -> operator.inputs().get(0).equals("codes")))
                .isEmpty();
    }

    @Test
    void aSumAroundALayerTakesWhatWasComputedAndTheLayerWhatWasRounded() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 4)
                .raw("codes", ElementType.INT8, new byte[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, 4, 4)
                .weight("scale", new float[] {2})
                .raw("zero", ElementType.INT8, new byte[1])
                .node("DequantizeLinear", "d", "codes scale zero", "w")
                .node("MatMul", "product", "x w", "p")
                .node("Add", "sum", "x p", "y")
                .output("y", -1, 4)
                .open(folder);
        ActivationPlan plan =
                new ActivationPlan(Map.of("x", Quantizer.dynamic()), Map.of(), Map.of(), List.of(), List.of());
        OnnxDocument written =
                IntegerOperators.of(IntegerActivations.write(document, plan).document());
        assertThat(types(written))
                .containsExactly("DynamicQuantizeLinear", "MatMulInteger", "Cast", "Mul", "Mul", "Add");
        // 0 … 255 is rounded in steps of 1
        assertThat(floats(written, new float[] {0, 255, 3.4f, 7.75f}, 1, 4))
                .containsExactly(0, 255 + 2 * 255, 3.4f + 2 * 3, 7.75f + 2 * 8);
        OptimizedGraph graph = Optimization.of(written, CancelToken.none());
        assertThat(graph.kernels()).hasSize(1);
        assertThat(graph.count(Numbers.INTEGER)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void biasesBeforeARectificationAreSubtractedWithTheirSignTurned(boolean gemm) throws Exception {
        OnnxModels model = OnnxModels.opset(21)
                .input("x", -1, 4)
                .raw("codes", ElementType.INT8, CODES, 4, 2)
                .weight("scale", new float[] {0.1f, 0.3f}, 2)
                .weight("b", new float[] {0.7f, -1.9f}, 2)
                .node("DequantizeLinear", "d", "codes scale", "w", "axis=1");
        model = gemm
                ? model.node("Gemm", "g", "x w b", "s")
                : model.node("MatMul", "m", "x w", "p").node("Add", "a", "b p", "s");
        OnnxDocument plain =
                model.node("Relu", "r", "s", "y").output("y", -1, 2).open(folder);
        OnnxDocument parted = NarrowProducts.of(plain);
        assertThat(types(parted)).containsExactly("DequantizeLinear", "MatMul", "Neg", "Sub", "Relu");
        float[] values = {1, 2, 3, 4};
        // 1 + 2·3 + 3·5 + 4·7 = 50 tenths; −2 + 2·4 − 3·6 + 4·8 = 20 times 0.3
        assertThat(floats(parted, values, 1, 4)[0]).isCloseTo(5.7f, within(1e-6f));
        assertThat(floats(parted, values, 1, 4)[1]).isCloseTo(4.1f, within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 0", "false, 0.5"})
    void aNormalizationThatWasFoldedIsTakenOut(boolean biased, float shift) throws Exception {
        float variance = 1 - 1e-5f;
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, 1, 2, 2)
                .weight("w", new float[] {2}, 1, 1, 1, 1)
                .weight("b", new float[] {3}, 1)
                .weight("one", new float[] {1}, 1)
                .weight("shift", new float[] {shift}, 1)
                .weight("mean", new float[] {0}, 1)
                .weight("variance", new float[] {variance}, 1);
        model = biased ? model.node("Conv", "c", "x w b", "t") : model.node("Conv", "c", "x w", "t");
        OnnxDocument document = model.node("BatchNormalization", "n", "t one shift mean variance", "y")
                .output("y", -1, 1, 2, 2)
                .open(folder);
        OnnxDocument without = FoldedNormalizations.removed(document, Set.of());
        assertThat(types(without)).containsExactly("Conv");
        assertThat(without.constant("variance")).isEmpty();
        assertThat(floats(without, new float[] {1, 2, 3, 4}, 1, 1, 2, 2))
                .containsExactly(
                        2 + (biased ? 3 : shift),
                        4 + (biased ? 3 : shift),
                        6 + (biased ? 3 : shift),
                        8 + (biased ? 3 : shift));
        assertThat(types(FoldedNormalizations.removed(document, Set.of("t")))).hasSize(2);
    }
}
