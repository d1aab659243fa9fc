package org.bitwright.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ConfigCost;
import org.bitwright.analysis.search.NetworkCost;
import org.bitwright.analysis.search.SampleNetwork;
import org.bitwright.analysis.search.Search;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/**
 * What a search finds on the 10,000 test images of a sample: it sees the search half alone; the report half says what
 * that is worth. Layers may have symmetric or asymmetric integers of 2 to 8 bits. Targets: at 4 bits on average at most half of what uniform 4 bits lose; at 6 bits no difference from
 * float that the paired test sees; a rank correlation of the error model of at least 0.8.
 */
final class SearchBenchmark implements Benchmark {
    private static final List<Integer> BITS = List.of(2, 3, 4, 5, 6, 7, 8);
    private static final int CANDIDATES = Integer.getInteger("candidates", 40);
    private static final int CHECKS = 50;
    private static final long SEED = 1;

    private final String model;
    private final SweepSeries symmetric;
    private final SweepSeries asymmetric;

    SearchBenchmark(String model, Granularity granularity, Calibrator calibrator) {
        this.model = model;
        this.symmetric = new SweepSeries(granularity, calibrator, Scheme.SYMMETRIC);
        this.asymmetric = new SweepSeries(granularity, calibrator, Scheme.ASYMMETRIC);
    }

    @Override
    public String name() {
        return "search-" + model + "-"
                + symmetric.granularity().kind().name().toLowerCase(Locale.ROOT) + "-"
                + (symmetric.calibrator().equals(Calibrator.mse()) ? "mse" : "minmax");
    }

    @Override
    public void run() throws Exception {
        try (SampleNetwork search = new SampleNetwork(model, "fashion-mnist", DataPart.SEARCH, Integer.MAX_VALUE);
                SampleNetwork report = new SampleNetwork(model, "fashion-mnist", DataPart.REPORT, Integer.MAX_VALUE)) {
            System.out.println("| | bits | bytes | KL, search half | search half | report half | all | lost of all |"
                    + " against float, report half |");
            System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---|");
            Fidelity floating = measure(search, QuantConfig.empty());
            Fidelity floatReport = measure(report, QuantConfig.empty());
            row("float", 32, 0, floating, floatReport, floating, floatReport);
            SearchResult checked = null;
            for (double bits : new double[] {4, 6}) {
                SearchResult result = run(search, bits, checked == null ? CHECKS : 0);
                checked = checked == null ? result : checked;
                for (SearchPoint point : result.points()) {
                    if (point.stage() == SearchStage.UNIFORM && point.averageBits() == bits) {
                        row("uniform", point, floating, measure(report, point.config()), floatReport);
                    }
                }
                QuantConfig other = uniform(search, (int) bits);
                ConfigCost cost = new NetworkCost(search.model(), Map.of()).of(other);
                row(
                        "uniform, asymmetric",
                        bits,
                        cost.bytes(),
                        measure(search, other),
                        measure(report, other),
                        floating,
                        floatReport);
                SearchPoint best = result.best().orElseThrow();
                row("found", best, floating, measure(report, best.config()), floatReport);
                print(search, best);
            }
            if (checked != null) {
                System.out.printf(
                        Locale.ROOT,
                        "rank correlation of the error model on %d random configurations: %.3f%n",
                        CHECKS,
                        checked.check().orElseThrow().spearman());
            }
        }
    }

    private QuantConfig uniform(SampleNetwork network, int bits) {
        QuantConfig config = QuantConfig.empty();
        for (Layer layer : network.model().layers()) {
            config = config.with(
                    layer.name(), new SensitivityColumn(asymmetric, bits).config(layer, QuantConfig.empty()));
        }
        return config;
    }

    private static Fidelity measure(SampleNetwork network, QuantConfig config) throws Exception {
        return network.measure(config, new Progress(), CancelToken.none());
    }

    private SearchResult run(SampleNetwork network, double bits, int checks) throws Exception {
        SearchPlan plan = new SearchPlan(
                new Budget.AverageBits(bits),
                List.of(symmetric, asymmetric),
                BITS,
                network.model().layers().stream().map(Layer::name).toList(),
                QuantConfig.empty(),
                CANDIDATES,
                SEED,
                checks);
        long start = System.nanoTime();
        SearchResult result = Search.run(
                plan, network.model(), network, new Pause(), heard -> {}, new Progress(), CancelToken.none());
        System.out.printf(
                Locale.ROOT,
                "at most %.0f bits: %d configurations in %.0f s, optimum of the model %s%n",
                bits,
                result.points().size(),
                (System.nanoTime() - start) * 1e-9,
                result.optimal() ? "proved" : "not proved");
        for (SearchPoint point : result.points()) {
            System.out.printf(
                    Locale.ROOT,
                    "    %-8s %.3f bits, predicted %.6f, measured %.6f, %s right%s%n",
                    point.stage().id(),
                    point.averageBits(),
                    point.predicted(),
                    point.fidelity().kl(),
                    point.fidelity().accuracy().orElseThrow().correct(),
                    point.withinBudget() ? "" : ", over the budget");
        }
        return result;
    }

    private static void row(String what, SearchPoint point, Fidelity floating, Fidelity report, Fidelity floatReport) {
        row(what, point.averageBits(), point.bytes(), point.fidelity(), report, floating, floatReport);
    }

    private static void row(
            String what,
            double bits,
            long bytes,
            Fidelity search,
            Fidelity report,
            Fidelity floatSearch,
            Fidelity floatReport) {
        PairedTest test = PairedTest.of(outcomes(floatReport), outcomes(report));
        long lost = correct(floatSearch) + correct(floatReport) - correct(search) - correct(report);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %d | %.5f | %.2f %% | %.2f %% | %.2f %% | %.2f %% | %d : %d, p = %.3f%s |%n",
                what,
                bits,
                bytes,
                search.kl(),
                100 * search.accuracy().orElseThrow().top1(),
                100 * report.accuracy().orElseThrow().top1(),
                100.0 * (correct(search) + correct(report)) / (search.samples() + report.samples()),
                100.0 * lost / (search.samples() + report.samples()),
                test.onlyFirst(),
                test.onlySecond(),
                test.p(),
                test.isDifferent() ? ", different" : "");
    }

    private static Outcomes outcomes(Fidelity fidelity) {
        return fidelity.outcomes().orElseThrow();
    }

    private static long correct(Fidelity fidelity) {
        return fidelity.accuracy().orElseThrow().correct();
    }

    private void print(SampleNetwork network, SearchPoint point) {
        StringBuilder widths = new StringBuilder();
        for (Layer layer : network.model().layers()) {
            widths.append(widths.isEmpty() ? "" : ", ")
                    .append(layer.name())
                    .append(' ')
                    .append(point.config().of(layer.name()).format().bits())
                    .append(
                            new SensitivityColumn(
                                                    asymmetric,
                                                    point.config()
                                                            .of(layer.name())
                                                            .format()
                                                            .bits())
                                            .config(layer, QuantConfig.empty())
                                            .equals(point.config().of(layer.name()))
                                    ? "a"
                                    : "");
        }
        System.out.println("    " + widths);
    }
}
