package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.OutputFloats;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ONNX Runtime computes for a quantizer, bit by bit against the grid that it stands for. */
class QuantizerConformanceTest {
    /** Levels of a grid whose surroundings are tried. */
    private static final int MOST_LEVELS = 1500;

    private static final int LENGTH = 20_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(QuantizerForm.class)
    void integersOfEveryWidthAndScheme(QuantizerForm form) throws Exception {
        assertBitsAgree(everyWidthAndScheme(), form, 13);
    }

    /** Their codes are not limited below, and end where their type does. */
    @ParameterizedTest
    @CsvSource({"8, INTEGERS", "13, INTEGERS", "21, INTEGERS", "13, ARITHMETIC"})
    void integersOfWhatIsNeverNegative(int opset, QuantizerForm form) throws Exception {
        assertBitsAgree(everyWidthAndScheme(), "Relu", form, opset);
    }

    private static List<Grid> everyWidthAndScheme() {
        return UniformGrids.of(IntStream.rangeClosed(NumberFormat.Uniform.MIN_BITS, NumberFormat.Uniform.MAX_BITS)
                .toArray());
    }

    @ParameterizedTest
    @EnumSource(QuantizerForm.class)
    void everyScaleAtEightAndFourBits(QuantizerForm form) throws Exception {
        List<Grid> grids = new ArrayList<>();
        for (float scale : UniformGrids.SCALES) {
            grids.add(new UniformGrid(scale, 0, -128, 127));
            grids.add(new UniformGrid(scale, 0, -127, 127));
            grids.add(new UniformGrid(scale, 5, 0, 15));
            grids.add(new UniformGrid(scale, 77, 0, 255));
            grids.add(new UniformGrid(scale, 30_000, 0, 65_535));
        }
        assertBitsAgree(grids, form, 13);
    }

    @ParameterizedTest
    @CsvSource({"8, INTEGERS", "10, INTEGERS", "11, INTEGERS", "21, INTEGERS", "8, ARITHMETIC", "21, ARITHMETIC"})
    void everyOperatorSet(int opset, QuantizerForm form) throws Exception {
        assertBitsAgree(
                List.of(
                        new UniformGrid(0.1f, 0, -128, 127),
                        new UniformGrid(0.1f, 0, -8, 7),
                        new UniformGrid(0.1f, 9, 0, 4095),
                        new FloatGrid(FloatType.E4M3FN, 0.3f, true)),
                form,
                opset);
    }

    @ParameterizedTest
    @EnumSource(
            value = FloatType.class,
            names = {"E4M3FN", "E5M2", "E2M1", "E2M3", "E3M2"})
    void narrowFloats(FloatType type) throws Exception {
        List<Grid> grids = new ArrayList<>();
        for (float scale : new float[] {1, 0.1f, 1 / 3f, 1e-20f, Float.MIN_NORMAL, 1e30f}) {
            grids.add(new FloatGrid(type, scale, true));
        }
        assertBitsAgree(grids, QuantizerForm.ARITHMETIC, 13);
    }

    @ParameterizedTest
    @CsvSource({"Identity, INTEGERS, -1.5", "Identity, ARITHMETIC, -1.5", "Relu, INTEGERS, 0", "Relu, ARITHMETIC, 0"})
    void infinitiesBecomeTheEnds(String maker, QuantizerForm form, float least) throws Exception {
        Grid grid = new UniformGrid(0.5f, 3, 0, 15);

        float[] rounded = run(
                        Map.of("x", new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}),
                        Map.of("x", grid),
                        maker,
                        form,
                        13)
                .get("x");

        assertThat(rounded).containsExactly(6, least);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void dynamicGridsAreThoseOfTheRange(long seed) throws Exception {
        Random random = new Random(seed);
        float[] values = new float[1000];
        float shift = (float) random.nextGaussian();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() + shift;
        }
        float least = 0;
        float greatest = 0;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
        }
        // ONNX, DynamicQuantizeLinear: scale = (max − min) / 255, zero point = saturate(round(0 − min / scale)).
        float scale = (greatest - least) / 255;
        Grid grid = new UniformGrid(scale, (int) Math.rint(-least / scale), 0, 255);

        assertAgree(grid, values, timesOne(values, Quantizer.dynamic()));
        assertThat(grid)
                .isEqualTo(UniformGrid.of(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), new Range(least, greatest)));
    }

    @Test
    void whatIsNoProductTakesADynamicallyRoundedValueAsItWasComputed() throws Exception {
        float[] values = {0, 255, 3.4f};
        assertThat(outputs(
                                Map.of("x", values),
                                Map.of("x", Quantizer.dynamic()),
                                "Identity",
                                QuantizerForm.INTEGERS,
                                13)
                        .get("x"))
                .isEqualTo(values);
        assertThat(timesOne(values, Quantizer.dynamic())).containsExactly(0, 255, 3);
    }

    /** What comes out of a product of a column and 1, with a quantizer in front. */
    private float[] timesOne(float[] values, Quantizer quantizer) throws Exception {
        OnnxDocument product = OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("one", new float[] {1}, 1, 1)
                .node("MatMul", "product", "x one", "y")
                .output("y", -1, 1)
                .open(folder);
        Session session = Sessions.simulating(
                ActivationQuantizers.insert(product, Map.of("x", quantizer), QuantizerForm.INTEGERS));
        return SingleRun.first(session, Map.of("x", SingleRun.floats(values, values.length, 1)));
    }

    private void assertBitsAgree(List<Grid> grids, QuantizerForm form, int opset) throws Exception {
        assertBitsAgree(grids, "Identity", form, opset);
    }

    /** @param maker of the values that are rounded: Identity or Relu */
    private void assertBitsAgree(List<Grid> grids, String maker, QuantizerForm form, int opset) throws Exception {
        Map<String, float[]> values = new LinkedHashMap<>();
        Map<String, Grid> byName = new LinkedHashMap<>();
        for (Grid grid : grids) {
            byName.put("x" + values.size(), grid);
            values.put("x" + values.size(), adversarial(grid));
        }
        Map<String, float[]> rounded = run(values, byName, maker, form, opset);
        byName.forEach((name, grid) -> assertAgree(
                grid, maker.equals("Relu") ? rectified(values.get(name)) : values.get(name), rounded.get(name)));
    }

    static float[] rectified(float[] values) {
        float[] rectified = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rectified[i] = Math.max(0, values[i]);
        }
        return rectified;
    }

    private static void assertAgree(Grid grid, float[] values, float[] rounded) {
        assertThat(rounded).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            int expected = Float.floatToRawIntBits(grid.quantize(values[i]));
            if (Float.floatToRawIntBits(rounded[i]) != expected) {
                throw new AssertionError(grid + " rounds " + values[i] + " to " + grid.quantize(values[i])
                        + ", but the network to " + rounded[i]);
            }
        }
    }

    /** Every level, what lies halfway between two, the neighbours of both, and values at and beyond the ends of float. */
    static float[] adversarial(Grid grid) {
        List<Float> values = new ArrayList<>(List.of(
                0f,
                -0f,
                Float.MIN_VALUE,
                -Float.MIN_VALUE,
                Float.MIN_NORMAL,
                -Float.MIN_NORMAL,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                1e30f,
                -1e30f,
                1e-30f,
                -1e-30f));
        int step = Math.max(1, grid.levels() / MOST_LEVELS);
        for (int i = 0; i < grid.levels(); i += step) {
            surroundings(grid.level(i), values);
            if (i + 1 < grid.levels()) {
                surroundings((float) (((double) grid.level(i) + grid.level(i + 1)) / 2), values);
            }
        }
        for (double steps : new double[] {0.25, 0.5, 0.75, 1, 1.5, 1000}) {
            surroundings((float) (grid.reachableMax() + steps * grid.step()), values);
            surroundings((float) (grid.reachableMin() - steps * grid.step()), values);
        }
        // All inputs of one network have the same length; zeros fill the rest.
        float[] array = new float[LENGTH];
        for (int i = 0; i < values.size(); i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static void surroundings(float value, List<Float> into) {
        for (float near : new float[] {value, Math.nextUp(value), Math.nextDown(value)}) {
            if (Float.isFinite(near)) {
                into.add(near);
            }
        }
    }

    private Map<String, float[]> run(
            Map<String, float[]> values, Map<String, Grid> grids, String maker, QuantizerForm form, int opset)
            throws Exception {
        Map<String, Quantizer> quantizers = new HashMap<>();
        grids.forEach((name, grid) -> quantizers.put(name, Quantizer.of(grid)));
        return outputs(values, quantizers, maker, form, opset);
    }

    /** What comes out of a network that hands each input on, with a quantizer on every one. */
    private Map<String, float[]> outputs(
            Map<String, float[]> values, Map<String, Quantizer> quantizers, String maker, QuantizerForm form, int opset)
            throws Exception {
        OnnxModels model = OnnxModels.opset(opset);
        Map<String, Quantizer> onOutputs = new HashMap<>();
        values.keySet().forEach(name -> {
            model.input(name, -1).node(maker, "", name, name + "_out").output(name + "_out", -1);
            onOutputs.put(name + "_out", quantizers.get(name));
        });
        Map<String, Values> inputs = new HashMap<>();
        values.forEach((name, floats) -> inputs.put(name, SingleRun.floats(floats, floats.length)));
        try (Session session = Sessions.simulating(ActivationQuantizers.insert(model.open(folder), onOutputs, form))) {
            Map<String, Values> found = SingleRun.of(session, inputs);
            Map<String, float[]> outputs = new HashMap<>();
            for (String name : values.keySet()) {
                outputs.put(name, OutputFloats.read(found.get(name + "_out"), name));
            }
            return outputs;
        }
    }
}
