package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomMixturesTest {
    private static final int COUNT = 50;

    @TempDir
    Path folder;

    @Test
    void widthsAreMixedAndSpread() throws Exception {
        List<QuantConfig> mixtures = mixtures(1);

        Set<Integer> widths = new HashSet<>();
        List<Double> means = new ArrayList<>();
        for (QuantConfig config : mixtures) {
            List<Integer> own = config.layers().values().stream()
                    .map(layer -> layer.format().bits())
                    .toList();
            widths.addAll(own);
            means.add(own.stream().mapToInt(Integer::intValue).average().orElseThrow());
        }
        assertThat(widths).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8);
        assertThat(means).anyMatch(mean -> mean < 3.5).anyMatch(mean -> mean > 6.5);
        assertThat(new HashSet<>(mixtures)).hasSizeGreaterThan(COUNT / 2);
    }

    @Test
    void theSeedDecides() throws Exception {
        assertThat(mixtures(1)).isEqualTo(mixtures(1)).isNotEqualTo(mixtures(2));
    }

    private List<QuantConfig> mixtures(long seed) throws Exception {
        Model model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w1", 4, 4)
                .node("MatMul", "first", "x w1", "a")
                .weight("w2", 4, 4)
                .node("MatMul", "second", "a w2", "b")
                .weight("w3", 4, 4)
                .node("MatMul", "third", "b w3", "y")
                .output("y", -1, 4)
                .open(folder)
                .model();
        SearchPlan plan = new SearchPlan(
                new Budget.AverageBits(4),
                List.of(new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC)),
                List.of(2, 3, 4, 5, 6, 7, 8),
                List.of("first", "second", "third"),
                QuantConfig.empty(),
                0,
                seed,
                0);
        ChoiceSet choices =
                ChoiceSet.of(plan, model, model.layers(), new NetworkCost(model, Map.of()), (layer, column) -> 0);
        RandomMixtures random = new RandomMixtures(choices, seed);
        List<QuantConfig> mixtures = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            mixtures.add(random.next(QuantConfig.empty()));
        }
        return mixtures;
    }
}
