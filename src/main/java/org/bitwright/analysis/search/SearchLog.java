package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.SampleSize;
import org.bitwright.quant.QuantConfig;
import org.jspecify.annotations.Nullable;

/** What a search found so far, and which of it is best. */
final class SearchLog {
    private final SearchPlan plan;
    private final NetworkCost costs;
    private final Fidelity floating;
    private final LossMeasure measure;
    private final long limit;
    private final Map<QuantConfig, Trial> trials = new LinkedHashMap<>();
    private final List<SearchAdvice> advice = new ArrayList<>();
    private @Nullable ChoiceSet choices;
    private double base;
    private @Nullable ModelCheck check;
    private boolean optimal;
    private @Nullable Trial best;

    /** A configuration that was measured. */
    record Trial(QuantConfig config, SearchStage stage, ConfigCost cost, Fidelity fidelity, boolean withinBudget) {}

    /** @param limit what all layers may cost together */
    SearchLog(SearchPlan plan, NetworkCost costs, Fidelity floating, long limit) {
        this.plan = plan;
        this.costs = costs;
        this.floating = floating;
        this.measure = LossMeasure.suiting(floating);
        this.limit = limit;
    }

    LossMeasure measure() {
        return measure;
    }

    /** Number of samples of the half. */
    int samples() {
        return floating.samples();
    }

    Optional<Trial> trial(QuantConfig config) {
        return Optional.ofNullable(trials.get(config));
    }

    Optional<Trial> best() {
        return Optional.ofNullable(best);
    }

    /** Configurations measured besides those for comparison. */
    int candidates() {
        return (int) trials.values().stream()
                .filter(trial -> trial.stage != SearchStage.UNIFORM)
                .count();
    }

    Trial add(QuantConfig config, SearchStage stage, Fidelity fidelity) {
        ConfigCost cost = costs.of(config);
        Trial trial = new Trial(config, stage, cost, fidelity, keepsBudget(cost, fidelity));
        trials.put(config, trial);
        if (trial.withinBudget && (best == null || isBetter(trial, best))) {
            best = trial;
        }
        return trial;
    }

    /** Of a budget of accuracy, what is smallest among what keeps it; else what was measured last. */
    Optional<Trial> nearest() {
        return best().or(() -> trials.values().stream().reduce((before, next) -> next));
    }

    /** Samples that tell a loss from chance where answers change as they do for this trial. */
    long samplesNeeded(double loss, Trial trial) {
        return SampleSize.of(loss, AnswersLost.discordance(floating, trial.fidelity));
    }

    void advise(SearchAdvice next) {
        advice.add(next);
    }

    /** @param before loss of the network with the free layers in float */
    void knows(ChoiceSet known, double before) {
        choices = known;
        base = before;
    }

    void checked(ModelCheck next) {
        check = next;
    }

    void proved(boolean proved) {
        optimal = proved;
    }

    /** What the error model says of a configuration; NaN as long as there is none. */
    double predicted(QuantConfig config) {
        return choices == null
                ? Double.NaN
                : choices.damage(config).map(sum -> base + sum).orElse(Double.NaN);
    }

    /** The choices with what their layers lose in company, as far as whole networks have shown it. */
    ChoiceSet learned(ChoiceSet alone) {
        List<LearnedDamages.Measured> measured = new ArrayList<>();
        for (Trial trial : trials.values()) {
            double loss = Math.max(0, measure.of(trial.fidelity) - base);
            alone.choices(trial.config).ifPresent(choices -> measured.add(new LearnedDamages.Measured(choices, loss)));
        }
        return alone.with(LearnedDamages.of(alone.layers(), measured));
    }

    SearchResult result(boolean finished) {
        return new SearchResult(
                plan,
                floating,
                best().map(this::point),
                trials.values().stream().map(this::point).toList(),
                Optional.ofNullable(check),
                optimal,
                advice,
                finished);
    }

    private SearchPoint point(Trial trial) {
        return new SearchPoint(
                trial.config,
                trial.stage,
                trial.cost.bytes(),
                trial.cost.averageBits(),
                trial.cost.bitOperations(),
                predicted(trial.config),
                trial.fidelity,
                trial.withinBudget);
    }

    private boolean keepsBudget(ConfigCost cost, Fidelity fidelity) {
        return plan.budget() instanceof Budget.AccuracyLoss loss
                ? AnswersLost.of(floating, fidelity) <= loss.most()
                : BudgetUnit.of(plan.budget()).of(cost) <= limit;
    }

    /**
     * Under a cost: what loses less, and does not answer worse beyond chance. Where accuracy is kept: what is smaller,
     * and of that what loses less.
     */
    private boolean isBetter(Trial next, Trial than) {
        double loss = measure.of(next.fidelity);
        double before = measure.of(than.fidelity);
        if (plan.budget() instanceof Budget.AccuracyLoss) {
            int byBytes = Long.compare(next.cost.bytes(), than.cost.bytes());
            return byBytes < 0 || byBytes == 0 && loss < before;
        }
        return loss < before && !isWorse(next.fidelity, than.fidelity);
    }

    private static boolean isWorse(Fidelity next, Fidelity than) {
        if (next.outcomes().isEmpty() || than.outcomes().isEmpty()) {
            return false;
        }
        Outcomes mine = next.outcomes().get();
        PairedTest test = PairedTest.of(mine, than.outcomes().get());
        return test.onlyFirst() < test.onlySecond() && test.isDifferent();
    }
}
