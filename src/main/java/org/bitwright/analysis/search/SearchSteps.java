package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.function.Consumer;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/**
 * Measures for a search, step by step: rests before each where it is paused, writes down what was found and tells the
 * listener.
 */
final class SearchSteps {
    private final SearchSource source;
    private final SearchLog log;
    private final Pause pause;
    private final Consumer<SearchResult> listener;
    private final Progress progress;
    private final CancelToken cancel;
    private final int most;
    private double done;
    private double all = 1;

    /** @param most candidates, besides those for comparison */
    SearchSteps(
            SearchSource source,
            SearchLog log,
            int most,
            Pause pause,
            Consumer<SearchResult> listener,
            Progress progress,
            CancelToken cancel) {
        this.source = source;
        this.log = log;
        this.most = most;
        this.pause = pause;
        this.listener = listener;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** @param samples that all steps together run at most */
    void expect(double samples) {
        all = samples;
    }

    /** Whether another candidate may be measured. */
    boolean hasRoom() {
        return log.candidates() < most;
    }

    /** Candidates that may still be measured. */
    int room() {
        return Math.max(0, most - log.candidates());
    }

    /** Measures a configuration on the whole half, once. */
    SearchLog.Trial measure(QuantConfig config, SearchStage stage) throws IOException, InferenceException {
        SearchLog.Trial known = log.trial(config).orElse(null);
        if (known != null) {
            return known;
        }
        SearchLog.Trial trial = log.add(config, stage, fidelity(config, log.samples()));
        tell();
        return trial;
    }

    /** Measures without writing it down. */
    Fidelity fidelity(QuantConfig config, int samples) throws IOException, InferenceException {
        pause.await(cancel);
        return source.measure(config, samples, next(samples), cancel);
    }

    /** @param samples that it runs, about */
    SensitivityResult sensitivity(SensitivityPlan plan, double samples) throws IOException, InferenceException {
        pause.await(cancel);
        return source.sensitivity(plan, next(samples), cancel);
    }

    void tell() {
        listener.accept(log.result(false));
    }

    private Progress next(double samples) {
        double from = Math.min(1, done / all);
        done += samples;
        return progress.part(from, Math.min(1, done / all));
    }
}
