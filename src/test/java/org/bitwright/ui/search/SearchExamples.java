package org.bitwright.ui.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ModelCheck;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/** Made-up searches for trying what is shown of them. */
final class SearchExamples {
    private static final int SAMPLES = 1000;

    private SearchExamples() {}

    static SearchPlan plan(Budget budget) {
        return new SearchPlan(
                budget,
                List.of(new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC)),
                List.of(2, 3, 4),
                List.of("conv1", "conv2", "fc"),
                QuantConfig.empty(),
                40,
                1,
                10);
    }

    static QuantConfig config(int... bits) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        for (int i = 0; i < bits.length; i++) {
            layers.put(
                    List.of("conv1", "conv2", "fc").get(i),
                    TensorConfig.of(
                            NumberFormat.uniform(bits[i], Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse()));
        }
        return QuantConfig.of(layers);
    }

    /** The first {@code right} of a thousand samples are right. */
    static Fidelity fidelity(int right) {
        int[] expected = new int[SAMPLES];
        int[] answers = new int[SAMPLES];
        for (int i = right; i < SAMPLES; i++) {
            answers[i] = 1;
        }
        return new Fidelity(Optional.of(Outcomes.of(answers, expected)), SAMPLES, right, 12.5, 100, 1);
    }

    static SearchPoint point(SearchStage stage, long bytes, int right, int... bits) {
        return new SearchPoint(config(bits), stage, bytes, 3.25, 1e6, 0.1, fidelity(right), true);
    }

    static SearchResult result(SearchPlan plan, List<SearchPoint> points, List<SearchAdvice> advice, boolean finished) {
        return new SearchResult(
                plan,
                fidelity(950),
                points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1)),
                points,
                finished ? Optional.of(new ModelCheck(List.of(new ModelCheck.Pair(1, 1)), 0.93)) : Optional.empty(),
                true,
                advice,
                finished);
    }
}
