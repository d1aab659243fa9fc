package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bitwright.model.Operator;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.CodedDocument;
import org.bitwright.onnx.IntegerActivations;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.BiasPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for a plan computes, fused or not, what the simulation of the plan computes. */
class IntegerActivationsTest {
    private static final UniformGrid TENTHS = new UniformGrid(0.1f, 100, 0, 255);

    @TempDir
    private Path folder;

    private static ActivationPlan plan(Map<String, Quantizer> quantizers) {
        return new ActivationPlan(quantizers, Map.of(), Map.of(), List.of(), List.of());
    }

    private static float[] run(Session session, float[] values, long... shape) throws Exception {
        return SingleRun.first(session, Map.of("x", SingleRun.floats(values, shape)));
    }

    private static List<String> types(OnnxDocument document) {
        return document.model().operators().stream().map(Operator::type).toList();
    }

    @Test
    void anOutputKeepsItsNameAndGivesRoundedValues() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1)
                .node("Sigmoid", "s", "x", "y")
                .output("y", -1)
                .open(folder);
        OnnxDocument written = IntegerActivations.write(document, plan(Map.of("y", Quantizer.of(TENTHS))))
                .document();
        assertThat(written.model().outputs().get(0).name()).isEqualTo("y");
        assertThat(types(written)).containsExactly("Sigmoid", "QuantizeLinear", "DequantizeLinear");
        // 1 / (1 + e^-1) = 0.731…, e^0: 0.5 = 5 steps
        assertThat(run(Sessions.deployed(written, 1, CancelToken.none()), new float[] {1, 0}, 2))
                .containsExactly(7 * 0.1f, 5 * 0.1f);
    }

    @Test
    void everythingThatTakesAnInputTakesTheRoundedOne() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1)
                .node("Neg", "n", "x", "a")
                .node("Add", "s", "x a", "y")
                .output("y", -1)
                .open(folder);
        OnnxDocument written = IntegerActivations.write(document, plan(Map.of("x", Quantizer.of(TENTHS))))
                .document();
        assertThat(written.model().inputs().get(0).name()).isEqualTo("x");
        assertThat(run(Sessions.deployed(written, 1, CancelToken.none()), new float[] {0.26f, -3}, 2))
                .containsExactly(0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "13, 0, 255, 3, ''",
        "13, -128, 127, 5, ''",
        "13, 0, 15, 3, Clip",
        "13, -127, 127, 0, Clip",
        "13, 0, 65535, 30000, com.microsoft.QuantizeLinear",
        "21, 0, 65535, 30000, QuantizeLinear",
        "13, -2048, 2047, 0, Clip",
        "7, 0, 63, 0, Clip",
        "7, 0, 255, 7, com.microsoft.QuantizeLinear",
    })
    void everyWidthRoundsAsTheGridDoes(int opset, int qmin, int qmax, int zeroPoint, String operator) throws Exception {
        Grid grid = new UniformGrid(0.37f, zeroPoint, qmin, qmax);
        OnnxDocument written = IntegerActivations.write(handedOn(opset), plan(Map.of("y", Quantizer.of(grid))))
                .document();
        if (!operator.isEmpty()) {
            assertThat(types(written)).contains(operator);
        }
        assertRounds(grid, written);
    }

    @ParameterizedTest
    @CsvSource({"E4M3FN", "E5M2"})
    void eightBitFloatsNeedOperatorSet19AndAreNamedWhereItIsOlder(FloatType type) throws Exception {
        Grid grid = new FloatGrid(type, 0.02f, true);
        ActivationPlan plan = plan(Map.of("y", Quantizer.of(grid)));
        assertThat(IntegerActivations.opset(plan)).isEqualTo(19);
        assertRounds(grid, IntegerActivations.write(handedOn(19), plan).document());
        CodedDocument old = IntegerActivations.write(handedOn(13), plan);
        assertThat(types(old.document())).containsExactly("Constant", "Relu", "Sub");
        assertThat(old.losses())
                .extracting(Phrase::toString)
                .containsExactly("'y' stays float: the model's operator set 13 has no operator that rounds"
                        + " to 8-bit floats.");
    }

    @ParameterizedTest
    @CsvSource({"static, 10", "dynamic, 11"})
    void integerOperatorsAskForTheVersionThatHasThem(String mode, int opset) {
        Quantizer quantizer = mode.equals("static") ? Quantizer.of(TENTHS) : Quantizer.dynamic();
        assertThat(IntegerActivations.opset(plan(Map.of("y", quantizer)))).isEqualTo(opset);
    }

    /** A network that gives x − 1 for positive x, −1 for others. */
    private OnnxDocument handedOn(int opset) throws Exception {
        return OnnxModels.opset(opset)
                .ir(opset < 9 ? 3 : 8)
                .input("x", -1)
                .constant("one", new float[] {1}, 1)
                .node("Relu", "r", "x", "positive")
                .node("Sub", "s", "positive one", "y")
                .output("y", -1)
                .open(folder);
    }

    private static void assertRounds(Grid grid, OnnxDocument written) throws Exception {
        Random random = new Random(5);
        float[] values = new float[500];
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (i % 2 == 0 ? 10 : 2000);
            expected[i] = grid.quantize(Math.max(values[i], 0) - 1);
        }
        assertThat(run(Sessions.deployed(written, 1, CancelToken.none()), values, values.length))
                .isEqualTo(expected);
    }

    @Test
    void carriedValuesAreQuantizedOnceMoreAndBiasesAreIntegers() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .weight("b", new float[] {0.33f, -0.58f}, 2)
                .node("Flatten", "f", "x", "flat")
                .node("Gemm", "g", "flat w b", "y", "transB=1")
                .output("y", -1, 2)
                .open(folder);
        BiasPlan bias =
                new BiasPlan("b", new float[] {0.1f, 0.2f}, new int[] {3, -3}, new float[] {3 * 0.1f, -3 * 0.2f});
        ActivationPlan plan = new ActivationPlan(
                Map.of("x", Quantizer.of(TENTHS)),
                Map.of("flat", Quantizer.of(TENTHS)),
                Map.of("g", bias),
                List.of(),
                List.of());
        OnnxDocument written = IntegerActivations.write(document, plan).document();
        assertThat(types(written).stream().filter("QuantizeLinear"::equals)).hasSize(2);
        assertThat(types(written).stream().filter("DequantizeLinear"::equals)).hasSize(3);
        assertThat(run(Sessions.deployed(written, 1, CancelToken.none()), new float[] {1, 2}, 1, 2))
                .containsExactly(10 * 0.1f + 3 * 0.1f, 20 * 0.1f - 3 * 0.2f);
        OnnxDocument simulated = ActivationQuantizers.insert(document, plan.quantizers(), QuantizerForm.INTEGERS);
        assertThat(types(simulated).stream().filter(type -> type.endsWith("QuantizeLinear")))
                .hasSize(1);
    }

    @Test
    void valuesThatTheModelDoesNotHaveAreRefused() throws Exception {
        OnnxDocument document = handedOn(13);
        assertThatThrownBy(() -> IntegerActivations.write(document, plan(Map.of("z", Quantizer.of(TENTHS)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'z'");
    }
}
