package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

/** A search of a real network on real images. */
class SampleSearchTest {
    private static final SweepSeries SERIES = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);

    @Test
    void fourBitsOnAverageBeatFourBitsEverywhere() throws Exception {
        try (SampleNetwork search = new SampleNetwork("residual", "fashion-mnist", DataPart.SEARCH, 1000);
                SampleNetwork report = new SampleNetwork("residual", "fashion-mnist", DataPart.REPORT, 1000)) {
            SearchPlan plan = new SearchPlan(
                    new Budget.AverageBits(4),
                    List.of(SERIES),
                    List.of(2, 3, 4, 5, 6, 8),
                    search.model().layers().stream().map(Layer::name).toList(),
                    QuantConfig.empty(),
                    6,
                    1,
                    20);

            SearchResult result = Search.run(
                    plan, search.model(), search, new Pause(), heard -> {}, new Progress(), CancelToken.none());

            SearchPoint uniform = result.points().stream()
                    .filter(point -> point.stage() == SearchStage.UNIFORM && point.averageBits() == 4)
                    .findFirst()
                    .orElseThrow();
            SearchPoint best = result.best().orElseThrow();
            assertThat(best.averageBits()).isLessThanOrEqualTo(4);
            assertThat(best.fidelity().kl()).isLessThan(uniform.fidelity().kl() / 2);
            assertThat(kl(report, best)).isLessThan(kl(report, uniform) / 2);
            assertThat(result.optimal()).isTrue();
            assertThat(result.check().orElseThrow().spearman()).isGreaterThan(0.8);
        }
    }

    private static double kl(SampleNetwork network, SearchPoint point) throws Exception {
        return network.measure(point.config(), new Progress(), CancelToken.none())
                .kl();
    }
}
