package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final SweepSeries SERIES =
            new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final List<Integer> BITS = List.of(2, 3, 4, 5, 6, 7, 8);
    private static final List<String> ALL = List.of("first", "second", "third");

    /** The first layer, of a tenth of the weights, loses most. */
    private static final Map<String, Double> WEIGHTS = Map.of("first", 40.0, "second", 4.0, "third", 1.0);

    @TempDir
    Path folder;

    private Model model;
    private MadeUpNetwork network;

    @BeforeEach
    void network() throws Exception {
        // 40, 160 and 200 weights
        model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w1", 4, 10)
                .node("MatMul", "first", "x w1", "a")
                .weight("w2", 10, 16)
                .node("MatMul", "second", "a w2", "b")
                .weight("w3", 16, 12)
                .node("MatMul", "third", "b w3", "y")
                .output("y", -1, 12)
                .open(folder)
                .model();
        network = new MadeUpNetwork(model, WEIGHTS, 0, true);
    }

    @Test
    void findsWhatTryingEverythingFinds() throws Exception {
        SearchResult result = run(plan(new Budget.AverageBits(4), ALL, 6, 0));

        SearchPoint best = result.best().orElseThrow();
        assertThat(best.fidelity().kl()).isCloseTo(leastLoss(4), within(1e-12));
        assertThat(best.averageBits()).isLessThanOrEqualTo(4);
        assertThat(result.optimal()).isTrue();
        assertThat(result.finished()).isTrue();
        assertThat(best.predicted()).isCloseTo(best.fidelity().kl(), within(1e-12));
    }

    @Test
    void measuringFindsWhatTheModelOfSingleLayersMisses() throws Exception {
        network = new MadeUpNetwork(model, WEIGHTS, 500, true);

        SearchResult result = run(plan(new Budget.AverageBits(4), ALL, 30, 0));

        SearchPoint optimum = at(result, SearchStage.OPTIMUM).get(0);
        SearchPoint best = result.best().orElseThrow();
        assertThat(best.stage()).isEqualTo(SearchStage.REFINED);
        assertThat(best.fidelity().kl()).isLessThan(optimum.fidelity().kl());
        assertThat(best.fidelity().kl()).isCloseTo(leastLoss(4), within(1e-12));
    }

    @Test
    void measuresUniformWidthsForComparison() throws Exception {
        SearchResult result = run(plan(new Budget.AverageBits(5), ALL, 2, 0));

        List<SearchPoint> uniform = at(result, SearchStage.UNIFORM);
        assertThat(uniform).extracting(SearchPoint::averageBits).containsExactly(8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0);
        assertThat(uniform)
                .extracting(SearchPoint::withinBudget)
                .containsExactly(false, false, false, true, true, true, true);
        // first at 5 bits, second, third: 45 / 4^5
        assertThat(uniform.get(3).predicted()).isCloseTo(45.0 / 1024, within(1e-12));
    }

    @Test
    void measuresNoMoreCandidatesThanAsked() throws Exception {
        SearchResult result = run(plan(new Budget.AverageBits(4), ALL, 5, 0));

        assertThat(result.points().stream().filter(point -> point.stage() != SearchStage.UNIFORM))
                .hasSizeLessThanOrEqualTo(5);
        assertThat(run(plan(new Budget.AverageBits(4), ALL, 0, 0)).points())
                .allMatch(point -> point.stage() == SearchStage.UNIFORM);
    }

    @Test
    void bestIsAlwaysWithinTheBudgetAndNeverGetsWorse() throws Exception {
        List<SearchResult> heard = new ArrayList<>();

        run(plan(new Budget.Bytes(260), ALL, 12, 3), heard::add, new Pause(), CancelToken.none());

        double before = Double.POSITIVE_INFINITY;
        for (SearchResult result : heard) {
            if (result.best().isPresent()) {
                SearchPoint best = result.best().get();
                assertThat(best.bytes()).isLessThanOrEqualTo(260);
                assertThat(best.fidelity().kl()).isLessThanOrEqualTo(before);
                before = best.fidelity().kl();
            }
        }
        assertThat(before).isFinite();
    }

    @Test
    void theSameSeedGivesTheSameResult() throws Exception {
        network = new MadeUpNetwork(model, WEIGHTS, 500, true);
        SearchPlan plan = plan(new Budget.AverageBits(3.5), ALL, 15, 5);

        assertThat(run(plan)).isEqualTo(run(plan));
    }

    @Test
    void aSearchThatWasBrokenOffAsksForTheSameAgain() throws Exception {
        SearchPlan plan = plan(new Budget.AverageBits(4), ALL, 15, 3);
        run(plan);
        List<QuantConfig> whole = List.copyOf(network.measured);
        network.measured.clear();
        CancelToken cancel = new CancelToken();
        network.beforeMeasuring = () -> {
            if (network.measured.size() == 12) {
                cancel.cancel();
            }
        };
        List<SearchResult> heard = new ArrayList<>();

        assertThatThrownBy(() -> run(plan, heard::add, new Pause(), cancel)).isInstanceOf(CancellationException.class);

        assertThat(network.measured).isEqualTo(whole.subList(0, 12));
        assertThat(heard.get(heard.size() - 1).best()).isPresent();
        assertThat(heard.get(heard.size() - 1).finished()).isFalse();
    }

    @Test
    void restsWhilePausedAndEndsWhenCancelled() {
        Pause pause = new Pause();
        CancelToken cancel = new CancelToken();
        List<SearchResult> heard = new ArrayList<>();
        Consumer<SearchResult> listener = result -> {
            heard.add(result);
            if (result.points().size() == 3) {
                pause.pause();
                cancel.cancel();
            }
        };

        assertThatThrownBy(() -> run(plan(new Budget.AverageBits(4), ALL, 9, 0), listener, pause, cancel))
                .isInstanceOf(CancellationException.class);

        assertThat(network.measured).hasSize(3);
    }

    @Test
    void otherLayersStayAndCount() throws Exception {
        QuantConfig present = QuantConfig.empty().with("third", Choices.bits(2));
        SearchPlan plan = new SearchPlan(
                new Budget.AverageBits(4), List.of(SERIES), BITS, List.of("first", "second"), present, 8, 1, 0);

        SearchPoint best = run(plan).best().orElseThrow();

        assertThat(best.config().of("third")).isEqualTo(Choices.bits(2));
        // 392 weights at 4 bits are 1568, of which 192 at 2 leave 1184 for 200: 5.92 bits; 40 at 8 and 160 at 5.
        assertThat(best.config().of("first").format().bits()).isEqualTo(8);
        assertThat(best.config().of("second").format().bits()).isEqualTo(5);
        assertThat(best.predicted()).isCloseTo(best.fidelity().kl(), within(1e-12));
    }

    @Test
    void handMadeLayersAreKept() throws Exception {
        QuantConfig present = QuantConfig.empty()
                .with(
                        "second",
                        Choices.bits(4).withGranularity(Granularity.TENSOR).withManual(0, manual()));
        SearchPlan plan = new SearchPlan(new Budget.AverageBits(4), List.of(SERIES), BITS, ALL, present, 8, 1, 0);

        SearchResult result = run(plan);

        assertThat(result.advice()).containsExactly(new SearchAdvice.KeptByHand("second"));
        assertThat(result.points())
                .allMatch(point -> point.config().of("second").equals(present.of("second")));
    }

    @Test
    void saysWhatTheLeastCostsWhereTheBudgetIsTooSmall() throws Exception {
        SearchResult result = run(plan(new Budget.AverageBits(1.9), ALL, 8, 0));

        assertThat(result.best()).isEmpty();
        assertThat(result.finished()).isTrue();
        assertThat(result.advice()).containsExactly(new SearchAdvice.BudgetTooSmall(2));
    }

    @Test
    void bitOperationsGoWhereMultiplicationsAreFew() throws Exception {
        // 1,110 multiplications at 4 × 32 bits
        double most = 1110 * 4 * 32;

        SearchPoint best =
                run(plan(new Budget.BitOperations(most), ALL, 12, 0)).best().orElseThrow();

        NetworkCost costs = new NetworkCost(model, network.multiplications(CancelToken.none()));
        double least = everything().stream()
                .filter(config -> costs.of(config).bitOperations() <= most)
                .mapToDouble(network::loss)
                .min()
                .orElseThrow();
        assertThat(best.bitOperations()).isLessThanOrEqualTo(most);
        assertThat(best.fidelity().kl()).isCloseTo(least, within(1e-12));
    }

    @Test
    void theSmallestThatKeepsTheAccuracy() throws Exception {
        SearchResult result = run(plan(new Budget.AccuracyLoss(0.02), ALL, 60, 0));

        SearchPoint best = result.best().orElseThrow();
        assertThat(best.bytes()).isEqualTo(fewestBytes(0.02));
        assertThat(best.fidelity().accuracy().orElseThrow().correct()).isGreaterThanOrEqualTo(880);
        assertThat(result.points())
                .allMatch(point -> point.withinBudget()
                        == point.fidelity().accuracy().orElseThrow().correct() >= 880);
    }

    @Test
    void saysHowManySamplesALossNeeds() throws Exception {
        // Of 1,000 samples only those that are lost change: one in a thousand is found with 7,846.
        SearchResult result = run(plan(new Budget.AccuracyLoss(0.001), ALL, 20, 0));

        assertThat(result.advice()).singleElement().isInstanceOfSatisfying(SearchAdvice.TooFewSamples.class, advice -> {
            assertThat(advice.samples()).isEqualTo(1000);
            assertThat(advice.loss()).isEqualTo(0.001);
            assertThat(advice.needed()).isBetween(7800L, 7900L);
        });
        assertThat(run(plan(new Budget.AccuracyLoss(0.05), ALL, 20, 0)).advice())
                .isEmpty();
    }

    @Test
    void withoutLabelsAnswersAreToAgreeAndNoiseIsModelled() throws Exception {
        network = new MadeUpNetwork(model, WEIGHTS, 0, false);

        SearchResult result = run(plan(new Budget.AccuracyLoss(0.02), ALL, 60, 0));

        SearchPoint best = result.best().orElseThrow();
        assertThat(best.bytes()).isEqualTo(fewestBytes(0.02));
        assertThat(best.fidelity().agreement()).isGreaterThanOrEqualTo(0.98);
        assertThat(best.predicted()).isCloseTo(network.loss(best.config()), within(1e-12));
    }

    @Test
    void checksTheModelOnConfigurationsOfItsOwn() throws Exception {
        SearchResult exact = run(plan(new Budget.AverageBits(4), ALL, 4, 20));

        assertThat(exact.check().orElseThrow().pairs()).hasSize(20);
        assertThat(exact.check().orElseThrow().spearman()).isCloseTo(1, within(1e-12));
        assertThat(exact.points()).hasSizeLessThanOrEqualTo(7 + 4);
    }

    @Test
    void aPlanNamesLayersAndWidthsThatAreThere() {
        assertThatThrownBy(() -> run(plan(new Budget.AverageBits(4), List.of("fourth"), 4, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fourth");
        SearchPlan none = new SearchPlan(
                new Budget.AverageBits(4), List.of(SERIES), List.of(), ALL, QuantConfig.empty(), 4, 1, 0);
        assertThatThrownBy(() -> run(none)).isInstanceOf(IllegalArgumentException.class);
    }

    private double leastLoss(double bits) {
        return everything().stream()
                .filter(config -> cost(config).averageBits() <= bits)
                .mapToDouble(network::loss)
                .min()
                .orElseThrow();
    }

    private long fewestBytes(double lost) {
        return everything().stream()
                .filter(config -> Math.round(1000 * network.loss(config)) <= 1000 * lost)
                .mapToLong(config -> cost(config).bytes())
                .min()
                .orElseThrow();
    }

    private List<QuantConfig> everything() {
        List<QuantConfig> all = List.of(QuantConfig.empty());
        for (Layer layer : model.layers()) {
            List<QuantConfig> next = new ArrayList<>();
            all.forEach(config -> BITS.forEach(bits -> next.add(config.with(layer.name(), Choices.bits(bits)))));
            all = next;
        }
        return all;
    }

    private ConfigCost cost(QuantConfig config) {
        return new NetworkCost(model, Map.of()).of(config);
    }

    private static ManualGrid manual() {
        return ManualGrid.ofRange(new Range(-1, 1));
    }

    private static List<SearchPoint> at(SearchResult result, SearchStage stage) {
        return result.points().stream().filter(point -> point.stage() == stage).toList();
    }

    private static SearchPlan plan(Budget budget, List<String> free, int candidates, int checks) {
        return new SearchPlan(budget, List.of(SERIES), BITS, free, QuantConfig.empty(), candidates, 1, checks);
    }

    private SearchResult run(SearchPlan plan) throws Exception {
        return run(plan, result -> {}, new Pause(), CancelToken.none());
    }

    private SearchResult run(SearchPlan plan, Consumer<SearchResult> listener, Pause pause, CancelToken cancel)
            throws Exception {
        return Search.run(plan, model, network, pause, listener, new Progress(), cancel);
    }
}
