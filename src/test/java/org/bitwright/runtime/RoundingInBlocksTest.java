package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.ActivationQuantizers;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.QuantizerForm;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rounded in the layout of convolutions is, to the last bit, what the grid says, and what runs without. */
class RoundingInBlocksTest {
    private static final int CHANNELS = 16;
    private static final int ROWS = 25;
    private static final int COLUMNS = 50;

    @TempDir
    Path folder;

    /** ONNX Runtime has blocked convolutions for these processors alone. */
    @BeforeEach
    void blocksExist() {
        assumeThat(System.getProperty("os.arch").toLowerCase(Locale.ROOT)).isIn("amd64", "x86_64");
    }

    @ParameterizedTest
    @CsvSource({"INTEGERS, false", "INTEGERS, true", "ARITHMETIC, false", "ARITHMETIC, true"})
    void valuesBetweenConvolutionsAreThoseOfTheGrid(QuantizerForm form, boolean rectified) throws Exception {
        OnnxDocument document = between(rectified);
        for (Grid grid : grids()) {
            float[] values = QuantizerConformanceTest.adversarial(grid);

            float[] rounded = run(document, Map.of("y", Quantizer.of(grid)), form, values);

            assertAgree(grid, rectified ? QuantizerConformanceTest.rectified(values) : values, rounded);
        }
    }

    /** A convolution adds to +0, so that −0 becomes +0. */
    private static void assertAgree(Grid grid, float[] values, float[] rounded) {
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grid.quantize(values[i] + 0f) + 0f;
        }
        assertThat(rounded).as("%s", grid).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"INTEGERS, false, -1.5", "INTEGERS, true, 0", "ARITHMETIC, false, -1.5", "ARITHMETIC, true, 0"})
    void infinitiesBecomeTheEndsAndNumbersBesideNoneStay(QuantizerForm form, boolean rectified, float least)
            throws Exception {
        float[] values = new float[CHANNELS * ROWS * COLUMNS];
        Arrays.fill(values, 2.2f);
        values[0] = Float.POSITIVE_INFINITY;
        values[1] = Float.NEGATIVE_INFINITY;
        values[2] = Float.NaN;

        float[] rounded =
                run(between(rectified), Map.of("y", Quantizer.of(new UniformGrid(0.5f, 3, 0, 15))), form, values);

        assertThat(rounded[0]).isEqualTo(6);
        assertThat(rounded[1]).isEqualTo(least);
        float[] others = Arrays.copyOfRange(rounded, 3, rounded.length);
        float[] expected = new float[others.length];
        Arrays.fill(expected, 2);
        assertThat(others).isEqualTo(expected);
    }

    /** Branches, sums, poolings, channels that fill no block: what cannot stay in blocks leaves them. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "residual", "depthwise"})
    void sampleNetworksAnswerAsWithoutBlocks(String name) throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", name + ".onnx"));
        float[] images = OnnxModels.values(8 * 28 * 28);
        for (int bits : new int[] {4, 8, 12, 16}) {
            Quantizer quantizer = Quantizer.of(new UniformGrid(8f / (1 << bits), 1, 0, (1 << bits) - 1));
            assertAnswersAlike(document, quantizer, QuantizerForm.INTEGERS, images);
            assertAnswersAlike(document, quantizer, QuantizerForm.ARITHMETIC, images);
        }
        Quantizer floats = Quantizer.of(new FloatGrid(FloatType.E4M3FN, 0.01f, true));
        assertAnswersAlike(document, floats, QuantizerForm.ARITHMETIC, images);
    }

    private static void assertAnswersAlike(
            OnnxDocument document, Quantizer quantizer, QuantizerForm form, float[] images) throws Exception {
        Map<String, Quantizer> activations = new HashMap<>();
        for (Edge edge : document.model().edges()) {
            activations.put(edge.name(), quantizer);
        }
        Candidate candidate = new Candidate(Map.of(), activations);
        RoundingSessions sessions = new RoundingSessions(document);
        RoundingWay usual = new RoundingWay(form, false, 0);

        float[] expected = answers(sessions.of(candidate, usual, CancelToken.none()), images);
        Session blocked = sessions.inBlocks(candidate, form, CancelToken.none()).orElseThrow();
        assertThat(answers(blocked, images)).isEqualTo(expected);
    }

    private static float[] answers(Session session, float[] images) throws Exception {
        return SingleRun.first(session, Map.of("input", SingleRun.floats(images, images.length / 784, 1, 28, 28)));
    }

    @Test
    void otherWeightsRunInBlocksToo() throws Exception {
        OnnxDocument document = between(false);
        float[] twice = new float[CHANNELS];
        Arrays.fill(twice, 2);
        Candidate candidate =
                new Candidate(Map.of("second", twice), Map.of("y", Quantizer.of(new UniformGrid(1, 0, -8, 7))));
        float[] values = new float[CHANNELS * ROWS * COLUMNS];
        Arrays.fill(values, 2.6f);

        float[] answered = one(
                new RoundingSessions(document)
                        .inBlocks(candidate, QuantizerForm.INTEGERS, CancelToken.none())
                        .orElseThrow(),
                values);

        assertThat(answered).containsOnly(6);
    }

    @Test
    void aNetworkWithoutConvolutionsRunsAsItDoesUsually() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Neg", "minus", "x", "y")
                .output("y", -1, 2)
                .open(folder);
        Candidate candidate = new Candidate(Map.of(), Map.of("y", Quantizer.of(new UniformGrid(1, 0, -8, 7))));
        RoundingSessions sessions = new RoundingSessions(document);

        assertThat(sessions.inBlocks(candidate, QuantizerForm.INTEGERS, CancelToken.none()))
                .isEmpty();
        Session session = sessions.of(candidate, new RoundingWay(QuantizerForm.INTEGERS, true, 0), CancelToken.none());
        assertThat(SingleRun.first(session, Map.of("x", SingleRun.floats(new float[] {1.6f, 9}, 1, 2))))
                .containsExactly(-2, -8);
    }

    /** What a constant becomes is found in the rewritten network as it is in the usual one. */
    @Test
    void aNetworkInBlocksIsPartedLikeOthers() throws Exception {
        Map<String, Quantizer> activations = Map.of("y", Quantizer.of(new UniformGrid(1, 0, -8, 7)));
        OnnxDocument rounding = ActivationQuantizers.insert(between(false), activations, QuantizerForm.INTEGERS);
        Candidate candidate = new Candidate(Map.of(), activations);

        SplitNetwork usual =
                new SplitNetwork(new CandidateForm(rounding, false, 0, true), candidate, "z", CancelToken.none());
        SplitNetwork blocked =
                new SplitNetwork(new CandidateForm(rounding, true, 0, true), candidate, "z", CancelToken.none());

        // into blocks, a convolution, three operators that round, the other convolution; usually two more between them
        assertThat(blocked.change(Set.of("second"), CancelToken.none())
                        .orElseThrow()
                        .operators())
                .containsExactly(5);
        assertThat(usual.change(Set.of("second"), CancelToken.none())
                        .orElseThrow()
                        .operators())
                .containsExactly(7);
        assertThat(blocked.change(Set.of("second"), CancelToken.none())
                        .orElseThrow()
                        .placed())
                .isPresent();
    }

    @Test
    void theWayThatIsMeasuredRoundsAlike() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, CHANNELS, 3, 3)
                .weight("first", ones(), CHANNELS, 1, 1, 1)
                .weight("second", ones(), CHANNELS, 1, 1, 1)
                .node("Conv", "a", "x first", "y", "group=" + CHANNELS)
                .node("Conv", "b", "y second", "z", "group=" + CHANNELS)
                .output("z", -1, CHANNELS, 3, 3)
                .open(folder);
        UniformGrid grid = new UniformGrid(0.3f, 2, 0, 7);
        int samples = 600;
        float[] values = OnnxModels.values(samples * CHANNELS * 9);
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = grid.quantize(values[i]);
        }
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(
                document, MemoryDataset.of(Shape.of(CHANNELS, 3, 3), values), Preprocessing.scaled(1))) {
            Candidate candidate = new Candidate(Map.of(), Map.of("y", Quantizer.of(grid)));
            Evaluation run = evaluator.evaluate(candidate, 0, samples, true, new Progress(), CancelToken.none());

            assertThat(run.outputs()).isEqualTo(expected);
            assertThat(evaluator.roundingWay()).matches("(integers|arithmetic)( in blocks)?(, 16 at once)?");
        }
    }

    private static List<Grid> grids() {
        List<Grid> grids = UniformGrids.of(2, 4, 8, 9, 12, 16);
        grids.add(new FloatGrid(FloatType.E4M3FN, 0.3f, true));
        grids.add(new FloatGrid(FloatType.E5M2, 0.3f, true));
        return grids;
    }

    private float[] run(OnnxDocument document, Map<String, Quantizer> activations, QuantizerForm form, float[] values)
            throws Exception {
        Candidate candidate = new Candidate(Map.of(), activations);
        return one(
                new RoundingSessions(document)
                        .inBlocks(candidate, form, CancelToken.none())
                        .orElseThrow(),
                values);
    }

    private static float[] one(Session session, float[] values) throws Exception {
        return SingleRun.first(session, Map.of("x", SingleRun.floats(values, 1, CHANNELS, ROWS, COLUMNS)));
    }

    /** Two convolutions that hand on every number, each channel by itself, and a value y between them. */
    private OnnxDocument between(boolean rectified) throws Exception {
        OnnxModels model = OnnxModels.opset(13)
                .input("x", -1, CHANNELS, ROWS, COLUMNS)
                .weight("first", ones(), CHANNELS, 1, 1, 1)
                .weight("second", ones(), CHANNELS, 1, 1, 1)
                .node("Conv", "a", "x first", rectified ? "linear" : "y", "group=" + CHANNELS);
        if (rectified) {
            model.node("Relu", "r", "linear", "y");
        }
        return model.node("Conv", "b", "y second", "z", "group=" + CHANNELS)
                .output("z", -1, CHANNELS, ROWS, COLUMNS)
                .open(folder);
    }

    private static float[] ones() {
        float[] ones = new float[CHANNELS];
        Arrays.fill(ones, 1);
        return ones;
    }
}
