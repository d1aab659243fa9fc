package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Spearman;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.session.InferenceException;

/** One search on its way. Used by one thread, once. */
final class SearchRun {
    /** Samples that layers alone, and random configurations, are measured on: enough to put them in order. */
    static final int MODEL_SAMPLES = 2000;

    /** What a layer alone costs of a whole pass, about, where what lies before it is run once for all. */
    private static final double LAYER_ALONE = 0.4;

    private final SearchPlan plan;
    private final Model model;
    private final List<Layer> free;
    private final NetworkCost costs;
    private final SearchLog log;
    private final SearchSteps steps;

    /** @param free the layers that are really chosen for */
    SearchRun(SearchPlan plan, Model model, List<Layer> free, NetworkCost costs, SearchLog log, SearchSteps steps) {
        this.plan = plan;
        this.model = model;
        this.free = free;
        this.costs = costs;
        this.log = log;
        this.steps = steps;
    }

    SearchResult run() throws IOException, InferenceException {
        ChoiceSet priced = ChoiceSet.of(plan, model, free, costs, (layer, column) -> 0);
        if (priced.cheapest() - priced.fixed() > priced.limit()) {
            log.advise(new SearchAdvice.BudgetTooSmall(priced.cheapest() / BudgetUnit.units(plan.budget(), model)));
            return log.result(true);
        }
        expectSteps();
        steps.tell();
        measureUniform();
        ChoiceSet choices = model();
        if (plan.budget() instanceof Budget.AccuracyLoss loss) {
            new SizeSearch(plan, steps, log, choices).run();
            adviseOnSamples(loss.most());
        } else {
            findLeastLoss(choices);
        }
        check(choices);
        return log.result(true);
    }

    private void expectSteps() {
        double half = log.samples();
        double few = Math.min(MODEL_SAMPLES, half);
        double alone = (double) free.size() * ChoiceSet.columns(plan).size() * few * LAYER_ALONE;
        steps.expect((uniform().size() + 1 + plan.candidates()) * half + alone + plan.checks() * few);
    }

    /** The widths of the first series, widest first. */
    private List<SensitivityColumn> uniform() {
        List<SensitivityColumn> columns = new ArrayList<>();
        plan.series().stream().limit(1).filter(SearchRun::isQuantized).forEach(line -> line.widths(plan.bits()).stream()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .forEach(width -> columns.add(new SensitivityColumn(line, width))));
        return columns;
    }

    private static boolean isQuantized(SweepSeries line) {
        return line.family() != FormatFamily.FLOAT;
    }

    private void measureUniform() throws IOException, InferenceException {
        for (SensitivityColumn column : uniform()) {
            QuantConfig config = plan.present();
            for (Layer layer : free) {
                config = config.with(layer.name(), column.config(layer, plan.present()));
            }
            steps.measure(config, SearchStage.UNIFORM);
        }
    }

    /** Measures each layer alone, and what the network loses before any of them is rounded. */
    private ChoiceSet model() throws IOException, InferenceException {
        SensitivityPlan alone = new SensitivityPlan(
                plan.series().stream().filter(SearchRun::isQuantized).toList(),
                plan.bits(),
                free.stream().map(Layer::name).toList(),
                plan.present(),
                false,
                DataPart.SEARCH,
                MODEL_SAMPLES,
                false);
        ErrorModel errors = ErrorModel.none();
        if (!free.isEmpty() && !alone.columns().isEmpty()) {
            double samples = (double) free.size() * alone.columns().size() * Math.min(MODEL_SAMPLES, log.samples());
            errors = ErrorModel.of(steps.sensitivity(alone, samples * LAYER_ALONE), log.measure());
        }
        ChoiceSet choices = ChoiceSet.of(plan, model, free, costs, errors::damage);
        log.knows(choices, log.measure().of(steps.fidelity(withFreeInFloat(), log.samples())));
        steps.tell();
        return choices;
    }

    private QuantConfig withFreeInFloat() {
        QuantConfig config = plan.present();
        for (Layer layer : free) {
            TensorConfig present = plan.present().of(layer.name());
            config = config.with(layer.name(), TensorConfig.unquantized().withOverlay(present.baseOverlay()));
        }
        return config;
    }

    private void findLeastLoss(ChoiceSet choices) throws IOException, InferenceException {
        if (steps.hasRoom()) {
            int[] greedy = GreedyLowering.picks(choices.layers(), choices.limit());
            steps.measure(choices.config(greedy), SearchStage.GREEDY);
        }
        Optional<ChoiceKnapsack.Solution> optimum = ChoiceKnapsack.solve(choices.layers(), choices.limit());
        if (optimum.isPresent()) {
            log.proved(optimum.get().proved());
            if (steps.hasRoom()) {
                steps.measure(choices.config(optimum.get().picks()), SearchStage.OPTIMUM);
            }
        }
        new Refinement(steps, log, choices, plan.seed()).findLessLoss();
    }

    /** Of no loss at all there is nothing to say: no number of samples shows it. */
    private void adviseOnSamples(double loss) {
        if (loss == 0) {
            return;
        }
        log.nearest().ifPresent(trial -> {
            long needed = log.samplesNeeded(loss, trial);
            if (needed > log.samples()) {
                log.advise(new SearchAdvice.TooFewSamples(loss, log.samples(), needed));
            }
        });
    }

    private void check(ChoiceSet choices) throws IOException, InferenceException {
        if (choices.layers().isEmpty()) {
            return;
        }
        RandomMixtures mixtures = new RandomMixtures(choices, plan.seed());
        List<ModelCheck.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < plan.checks(); i++) {
            QuantConfig config = mixtures.next(plan.present());
            Fidelity measured = steps.fidelity(config, MODEL_SAMPLES);
            pairs.add(new ModelCheck.Pair(log.predicted(config), log.measure().of(measured)));
            log.checked(new ModelCheck(pairs, correlation(pairs)));
            steps.tell();
        }
    }

    private static double correlation(List<ModelCheck.Pair> pairs) {
        return Spearman.correlation(
                pairs.stream().mapToDouble(ModelCheck.Pair::predicted).toArray(),
                pairs.stream().mapToDouble(ModelCheck.Pair::measured).toArray());
    }
}
