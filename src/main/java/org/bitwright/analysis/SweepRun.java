package org.bitwright.analysis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** One sweep on its way. Used by one thread, once. */
final class SweepRun {
    /** Samples that every point is measured on before any is refined. */
    private static final int PART = 1000;

    /** Outputs that are kept of a network on all samples; of larger ones only what they answer. */
    private static final long MOST_OUTPUTS = 2_000_000;

    private final SweepPlan plan;
    private final Model model;
    private final SweepCandidates candidates;
    private final CandidateEvaluator evaluator;
    private final int samples;
    private final Consumer<SweepPoint> listener;
    private final SweepAnswers answers;
    private final double patience;
    private final Progress progress;
    private final CancelToken cancel;

    private final Map<Spot, QuantConfig> spots = new LinkedHashMap<>();
    private final Map<QuantConfig, Measured> measured = new HashMap<>();
    private final Map<Spot, SweepPoint> points = new HashMap<>();
    private Measured floatRun = Measured.NOTHING;
    private boolean keepsOutputs;
    private long done;

    /** @param patience seconds that all points together may take before a part of the data is measured first */
    SweepRun(
            SweepPlan plan,
            Model model,
            SweepCandidates candidates,
            CandidateEvaluator evaluator,
            int samples,
            Consumer<SweepPoint> listener,
            SweepAnswers answers,
            double patience,
            Progress progress,
            CancelToken cancel) {
        this.answers = answers;
        this.patience = patience;
        this.plan = plan;
        this.model = model;
        this.candidates = candidates;
        this.evaluator = evaluator;
        this.samples = samples;
        this.listener = listener;
        this.progress = progress;
        this.cancel = cancel;
    }

    /** A place on the chart. */
    private record Spot(SweepSeries series, int bits) {}

    /** What is known of a configuration so far; {@code seconds} with those of quantizing. */
    private record Measured(Optional<Evaluation> run, double seconds) {
        static final Measured NOTHING = new Measured(Optional.empty(), 0);

        Measured plus(Evaluation next, double otherSeconds) {
            return new Measured(
                    Optional.of(run.map(before -> before.followedWholeBy(next)).orElse(next)),
                    seconds + next.seconds() + otherSeconds);
        }

        Accuracy accuracy() {
            return run.map(known -> new Accuracy(known.correct(), known.samples()))
                    .orElse(new Accuracy(0, 0));
        }
    }

    SweepResult run() throws IOException, InferenceException {
        for (int bits : SweepOrder.coarseToFine(plan.widths())) {
            for (SweepSeries series : plan.series()) {
                if (series.widths(plan.bits()).contains(bits)) {
                    spots.putIfAbsent(new Spot(series, bits), candidates.config(series, bits));
                }
            }
        }
        // A part that leaves less than itself would show little sooner and cost a session more.
        int part = samples >= 2 * PART ? PART : samples;
        keepsOutputs = samples * outputsOfASample() <= MOST_OUTPUTS;
        floatRun = floatRun.plus(evaluate(Candidate.unchanged(), 0, part), 0);
        if (part < samples && isQuick(part)) {
            floatRun = floatRun.plus(evaluate(Candidate.unchanged(), part, samples - part), 0);
            pass(0, samples);
        } else {
            pass(0, part);
            if (part < samples) {
                floatRun = floatRun.plus(evaluate(Candidate.unchanged(), part, samples - part), 0);
                pass(part, samples - part);
            }
        }
        return new SweepResult(plan, floatRun.accuracy(), inPlanOrder(), floatRun.seconds());
    }

    private long outputsOfASample() throws InferenceException {
        return evaluator
                .evaluate(Candidate.unchanged(), 0, 1, true, new Progress(), cancel)
                .outputs()
                .length;
    }

    /** Whether all points are likely to be there before anyone would miss the first ones. */
    private boolean isQuick(int part) {
        double aPass = floatRun.seconds() / part * samples;
        return aPass * (1 + spots.values().stream().distinct().count()) < patience;
    }

    /** Measures every point on samples {@code first} … {@code first + count − 1}. */
    private void pass(int first, int count) throws IOException, InferenceException {
        Set<QuantConfig> open = new LinkedHashSet<>(spots.values());
        open.removeIf(config -> samples(config) == first + count);
        try (CandidatesAhead ahead = new CandidatesAhead(candidates, open, cancel)) {
            for (Map.Entry<Spot, QuantConfig> entry : spots.entrySet()) {
                QuantConfig config = entry.getValue();
                boolean known = samples(config) == first + count;
                if (!known) {
                    long start = System.nanoTime();
                    Candidate candidate = ahead.take();
                    double quantizing = (System.nanoTime() - start) * 1e-9;
                    Measured before = measured.getOrDefault(config, Measured.NOTHING);
                    measured.put(config, before.plus(evaluate(candidate, first, count), quantizing));
                    hand(config, first + count == samples);
                }
                publish(entry.getKey(), config, first + count == samples, known);
            }
        }
    }

    private long samples(QuantConfig config) {
        return measured.getOrDefault(config, Measured.NOTHING).accuracy().samples();
    }

    private Evaluation evaluate(Candidate candidate, int first, int count) throws InferenceException {
        double all = (double) samples * (1 + spots.values().stream().distinct().count());
        Progress share = progress.part(done / all, (done + count) / all);
        Evaluation run = evaluator.evaluate(candidate, first, count, keepsOutputs, share, cancel);
        done += count;
        return run;
    }

    /** Hands over the answers of a network that was measured on all samples, and keeps only how many are correct. */
    private void hand(QuantConfig config, boolean complete) {
        Optional<Evaluation> run =
                measured.getOrDefault(config, Measured.NOTHING).run();
        Optional<Evaluation> floating = floatRun.run();
        if (complete && run.isPresent() && floating.isPresent()) {
            answers.complete(config, floating.get(), run.get(), bytes(config));
            measured.computeIfPresent(
                    config, (key, known) -> new Measured(run.map(Evaluation::withoutOutputs), known.seconds()));
        }
    }

    /** @param shared whether another point of the same numbers was measured, and this one cost nothing */
    private void publish(Spot spot, QuantConfig config, boolean complete, boolean shared) {
        Measured now = measured.getOrDefault(config, floatRun);
        SweepPoint point = new SweepPoint(
                spot.bits, spot.series, now.accuracy(), bytes(config), shared ? 0 : now.seconds(), complete);
        points.put(spot, point);
        listener.accept(point);
    }

    private long bytes(QuantConfig config) {
        return model.layers().stream()
                .mapToLong(layer -> StorageSize.bytes(layer, config.of(layer.name())))
                .sum();
    }

    private List<SweepPoint> inPlanOrder() {
        List<SweepPoint> ordered = new ArrayList<>();
        for (SweepSeries series : plan.series()) {
            for (int bits : series.widths(plan.bits())) {
                SweepPoint point = points.get(new Spot(series, bits));
                if (point != null && !ordered.contains(point)) {
                    ordered.add(point);
                }
            }
        }
        return ordered;
    }
}
