package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.sensitivity.Sensitivity;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/**
 * Finds out which configuration suits: what each layer costs, a search under a budget, what all that was measured says
 * together, and comparisons. Results are the project's: saved with it, dropped with the data that they were measured on.
 * Thread-safe; what measures blocks.
 */
public final class Exploration {
    private final ConfigHistory history;
    private final Measurements measurements;
    private final Explored explored;
    private final MeasuredFront measured;
    private final ConfigComparison comparison;
    private final SensitivityMeasuring sensitivities;
    private final Searching searching;

    static Exploration of(
            OnnxDocument document,
            ConfigHistory history,
            LayerCache layers,
            DataSelection data,
            ActivationPlanning activations,
            Measuring measuring,
            Results results,
            FileRuns runs) {
        Explored explored = results.explored();
        SensitivityMeasuring sensitivities = new SensitivityMeasuring(document.model(), data, explored, measuring);
        return new Exploration(
                history,
                results.measurements(),
                explored,
                new MeasuredFront(document.model(), results.measurements()),
                new ConfigComparison(document, layers, data, activations, measuring, runs),
                sensitivities,
                new Searching(document, data, explored, measuring, sensitivities));
    }

    private Exploration(
            ConfigHistory history,
            Measurements measurements,
            Explored explored,
            MeasuredFront measured,
            ConfigComparison comparison,
            SensitivityMeasuring sensitivities,
            Searching searching) {
        this.history = history;
        this.measurements = measurements;
        this.explored = explored;
        this.measured = measured;
        this.comparison = comparison;
        this.sensitivities = sensitivities;
        this.searching = searching;
    }

    /** What is measured of the layers unless the user says otherwise: all at 2 to 8 bits, on the search half. */
    public SensitivityPlan usualSensitivity() {
        return UsualPlans.sensitivity(comparison.model(), history.present());
    }

    /** What is searched through unless the user says otherwise: 2 to 8 bits of all layers without ranges set by hand. */
    public SearchPlan usualSearch(Budget budget) {
        return UsualPlans.search(comparison.model(), history.present(), budget);
    }

    /**
     * Measures what each layer alone costs, and keeps the result, also a part of one that is cancelled. What was measured
     * before on the same weights and samples is not measured again: a cancelled plan goes on where it was left.
     *
     * @param listener told first what is known already
     * @throws InferenceException if there are no data or too few, or the network cannot be run on them
     */
    public SensitivityResult sensitivity(
            SensitivityPlan plan, Sensitivity.Listener listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return sensitivities.measure(plan, true, listener, progress, cancel);
    }

    /** The newest measurement of sensitivity, finished or not: one that was asked for, else that of a search. */
    public Optional<SensitivityResult> lastSensitivity() {
        return explored.lastSensitivity();
    }

    /**
     * Searches on the search half of the data, and keeps the result, also an unfinished one. What was measured before is
     * remembered: a search that was broken off is taken up by searching by the same plan again. At its end the best
     * configuration and those on its front, at most twelve, are measured on all evaluation samples.
     *
     * @param pause held between two measurements
     * @param listener called on the running thread after every step; configurations are of the whole network
     * @throws IllegalArgumentException if the plan names a layer that the network lacks, or no width to choose
     * @throws InferenceException if there are no data, or the network cannot be run on them
     */
    public SearchResult search(
            SearchPlan plan, Pause pause, Consumer<SearchResult> listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return searching.search(plan, pause, listener, progress, cancel);
    }

    /**
     * Multiplications with each layer's weight for one sample, by layer: what bit-operations are counted from.
     *
     * @throws InferenceException if there are no data, or the network cannot be run on them
     */
    public Map<String, Long> multiplications(CancelToken cancel) throws InferenceException {
        return searching.multiplications(cancel);
    }

    /** The newest search, finished or not. */
    public Optional<SearchResult> lastSearch() {
        return explored.search();
    }

    /** Every configuration that was measured on all evaluation samples, the one last used last. */
    public List<MeasuredConfig> measured() {
        return measured.all();
    }

    /** Those of {@link #measured} that no other one beats in bytes and accuracy, by bytes. */
    public List<MeasuredConfig> front() {
        return measured.front();
    }

    /** Whether two configurations are to be called different, where both were measured on all samples, with labels. */
    public Optional<PairedTest> compare(QuantConfig a, QuantConfig b) {
        Optional<Outcomes> first = measurements.get(a).flatMap(Measurement::outcomes);
        Optional<Outcomes> second = measurements.get(b).flatMap(Measurement::outcomes);
        return first.isPresent() && second.isPresent()
                ? Optional.of(PairedTest.of(first.get(), second.get()))
                : Optional.empty();
    }

    /**
     * Puts two configurations side by side. What was not measured yet is, where there are the data that it takes.
     *
     * @throws InferenceException if the network cannot be run on the data
     */
    public VariantComparison compareVariants(Variant first, Variant second, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return comparison.compare(first, second, progress, cancel);
    }

    /**
     * Measures how fast two configurations are as networks of integers, in turns in one run, with the first samples of
     * the data. The networks are written to a temporary folder and removed.
     *
     * @param threads within an operator
     * @param batches numbers of samples a run, such as {@link org.bitwright.runtime.LatencyRun#BATCHES}
     * @throws InferenceException if there are no data, or a network cannot be run on them
     */
    public VariantLatency measureLatency(
            Variant first, Variant second, int threads, List<Integer> batches, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        return comparison.latency(first.config(), second.config(), threads, batches, progress, cancel);
    }
}
