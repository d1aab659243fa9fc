package org.bitwright.ui.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ConfigCost;
import org.bitwright.analysis.search.NetworkCost;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.model.Model;
import org.bitwright.project.Project;
import org.bitwright.project.Sample;
import org.bitwright.project.Samples;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.Test;

class BudgetBoundsTest {
    private static final SweepSeries TENSOR =
            new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    private static final List<SensitivityColumn> COLUMNS = List.of(
            new SensitivityColumn(TENSOR, 2), new SensitivityColumn(TENSOR, 4), new SensitivityColumn(TENSOR, 8));

    @Test
    void leastAndMostAreThoseOfAllLayersAtTheirCheapestAndDearest() throws IOException {
        Model model = lenet();
        List<String> all = model.layers().stream().map(layer -> layer.name()).toList();
        BudgetBounds bounds = bounds(model, all);
        // 150, 2400, 48000, 10080 and 840 weights, and a scale of 4 bytes for each of the five.
        // 37.5 bytes of the first are 38.
        assertThat(bounds.least()).isEqualTo(38 + 600 + 12_000 + 2520 + 210 + 20);
        assertThat(bounds.middle()).isEqualTo(75 + 1200 + 24_000 + 5040 + 420 + 20);
        assertThat(bounds.most()).isEqualTo(61_470 + 20);
    }

    @Test
    void layersThatStayCostWhatTheyCost() throws IOException {
        Model model = lenet();
        BudgetBounds bounds = bounds(model, List.of("conv1/Conv"));
        double rest = 4 * (61_470 - 150);
        assertThat(bounds.least()).isEqualTo(38 + 4 + rest);
        assertThat(bounds.most()).isEqualTo(150 + 4 + rest);
    }

    @Test
    void typedNumbersComeBackFromTheirBudgets() {
        assertThat(BudgetKind.SIZE.budget(24.5, 200_000)).isEqualTo(new Budget.Bytes(24_500));
        assertThat(BudgetKind.SHARE.budget(12.5, 200_000)).isEqualTo(new Budget.Bytes(25_000));
        assertThat(BudgetKind.BIT_OPERATIONS.budget(3, 200_000)).isEqualTo(new Budget.BitOperations(3e6));
        assertThat(BudgetKind.ACCURACY_LOSS.budget(0.5, 200_000)).isEqualTo(new Budget.AccuracyLoss(0.005));
        assertThat(BudgetKind.SHARE.typed(25_000, 200_000)).isCloseTo(12.5, within(1e-12));
    }

    private static BudgetBounds bounds(Model model, List<String> free) {
        return BudgetBounds.of(
                model, new NetworkCost(model, Map.of()), COLUMNS, free, QuantConfig.empty(), ConfigCost::bytes);
    }

    private static Model lenet() throws IOException {
        Sample sample = Samples.list().stream()
                .filter(one -> one.id().equals("lenet5"))
                .findFirst()
                .orElseThrow();
        try (Project project = Project.create(sample.model())) {
            return project.model();
        }
    }
}
