package org.bitwright.ui.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SampleSize;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.ConfigCost;
import org.bitwright.analysis.search.NetworkCost;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.search.BudgetBounds;
import org.bitwright.ui.search.SearchTexts;

/** What can be said of a plan before it is searched by: what its budget can be, and whether the samples are enough. */
final class SearchChecks {
    private final Model model;
    private final int samples;
    private final Optional<Outcomes> floating;
    private final Optional<Outcomes> present;
    private Optional<NetworkCost> operations = Optional.empty();

    SearchChecks(Project project) {
        model = project.model();
        samples = project.dataSets().evaluation().map(Dataset::size).orElse(0);
        floating = project.measuring().measured(QuantConfig.empty()).flatMap(Measurement::outcomes);
        present = project.measuring().measured(project.config()).flatMap(Measurement::outcomes);
    }

    /** Bit-operations can be counted from now on. */
    void countOperations(Map<String, Long> multiplications) {
        operations = Optional.of(new NetworkCost(model, multiplications));
    }

    long floatBytes() {
        return model.layers().stream()
                .mapToLong(layer -> layer.weight().type().bytesFor(layer.parameters()))
                .sum();
    }

    static List<SensitivityColumn> columns(List<SweepSeries> series, List<Integer> bits) {
        List<SensitivityColumn> columns = new ArrayList<>();
        series.forEach(line -> line.widths(bits).forEach(width -> columns.add(new SensitivityColumn(line, width))));
        return columns;
    }

    /** Empty where the budget is of accuracy, or operations are not counted yet. */
    Optional<BudgetBounds> bounds(SearchPlan plan) {
        if (plan.budget() instanceof Budget.AccuracyLoss) {
            return Optional.empty();
        }
        Optional<NetworkCost> costs = plan.budget() instanceof Budget.BitOperations
                ? operations
                : Optional.of(new NetworkCost(model, Map.of()));
        return costs.map(known -> BudgetBounds.of(
                model, known, columns(plan.series(), plan.bits()), plan.free(), plan.present(), unit(plan.budget())));
    }

    private ToDoubleFunction<ConfigCost> unit(Budget budget) {
        double weights = model.layers().stream().mapToLong(Layer::parameters).sum();
        if (budget instanceof Budget.AverageBits) {
            return cost -> cost.weightBits() / weights;
        }
        return budget instanceof Budget.BitOperations ? ConfigCost::bitOperations : ConfigCost::bytes;
    }

    /** Why the plan cannot be searched by. */
    Optional<String> obstacle(SearchPlan plan) {
        if (plan.free().isEmpty()) {
            return Optional.of(Texts.get("searchForm.nothingFree"));
        }
        double most = most(plan.budget());
        return bounds(plan)
                .filter(bounds -> bounds.least() > most)
                .map(bounds -> Texts.get("search.tooSmall", SearchTexts.amount(plan.budget(), bounds.least())));
    }

    /** What the budget can be, or is worth. */
    String hint(SearchPlan plan) {
        if (plan.budget() instanceof Budget.AccuracyLoss loss) {
            return tooFew(loss).map(SearchTexts::tooFew).orElse(Texts.get("searchForm.loss"));
        }
        return bounds(plan)
                .map(bounds -> Texts.get(
                        bounds.most() <= most(plan.budget()) ? "searchForm.allFits" : "searchForm.range",
                        SearchTexts.amount(plan.budget(), bounds.least()),
                        SearchTexts.amount(plan.budget(), bounds.most())))
                .map(range -> plan.budget() instanceof Budget.Bytes
                        ? Texts.get("searchForm.withFloat", range, Numbers.bytes(floatBytes()))
                        : range)
                .orElse(Texts.get("searchForm.counting"));
    }

    /** Whether a hint is a warning. */
    boolean warns(SearchPlan plan) {
        return plan.budget() instanceof Budget.AccuracyLoss loss && tooFew(loss).isPresent();
    }

    /**
     * That the search half is too small for the loss asked about. As many samples are taken to differ as were seen to
     * with the present configuration; the loss alone where nothing was measured yet.
     */
    private Optional<SearchAdvice.TooFewSamples> tooFew(Budget.AccuracyLoss loss) {
        int half = DataSplit.of(samples).indexes(DataPart.SEARCH).length;
        long needed = floating.isPresent()
                        && present.filter(
                                        seen -> seen.samples() == floating.get().samples())
                                .isPresent()
                ? SampleSize.of(loss.most(), floating.get(), present.get())
                : SampleSize.of(loss.most(), loss.most());
        return loss.most() > 0 && needed > half
                ? Optional.of(new SearchAdvice.TooFewSamples(loss.most(), half, needed))
                : Optional.empty();
    }

    private static double most(Budget budget) {
        if (budget instanceof Budget.Bytes bytes) {
            return bytes.most();
        }
        return budget instanceof Budget.AverageBits bits
                ? bits.most()
                : budget instanceof Budget.BitOperations operations ? operations.most() : Double.POSITIVE_INFINITY;
    }
}
