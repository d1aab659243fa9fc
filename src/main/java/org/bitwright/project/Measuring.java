package org.bitwright.project;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Sweep;
import org.bitwright.analysis.SweepAnswers;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.SimulatedValues;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Measures configurations on the evaluation data and keeps what was measured. Thread-safe. */
public final class Measuring {
    private final Model model;
    private final LayerCache layers;
    private final DataSelection data;
    private final Measurements measurements;
    private final ActivationPlanning activations;

    Measuring(
            Model model,
            LayerCache layers,
            DataSelection data,
            Measurements measurements,
            ActivationPlanning activations) {
        this.model = model;
        this.layers = layers;
        this.data = data;
        this.measurements = measurements;
        this.activations = activations;
    }

    /** What was measured for a configuration on the present data, if it was. */
    public Optional<Measurement> measured(QuantConfig config) {
        return measurements.get(config);
    }

    /** The newest sweep, finished or not. */
    public Optional<SweepResult> lastSweep() {
        return measurements.sweep();
    }

    /** Bytes of all layers' weights under a configuration. */
    public long bytes(QuantConfig config) {
        return model.layers().stream()
                .mapToLong(layer -> StorageSize.bytes(layer, config.of(layer.name())))
                .sum();
    }

    /** Bytes of all layers' weights as they are in the model file. */
    public long floatBytes() {
        return bytes(QuantConfig.empty());
    }

    /** Whether there are the data that measuring a configuration takes. */
    boolean isPossible(QuantConfig config) {
        return data.evaluation().isPresent()
                && (data.calibration().isPresent() || !ActivationPlanning.needsStatistics(config));
    }

    /** What is known is not measured again, unless it does not tell which samples were right. */
    Measurement measureOnce(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        Optional<Measurement> known = measurements
                .get(config)
                .filter(found -> found.accuracy().isEmpty() || found.outcomes().isPresent());
        return known.isPresent() ? known.get() : measure(config, progress, cancel);
    }

    /** Measures a configuration on the evaluation data ({@link QuantConfig#empty()} for the float network) and keeps it. */
    public Measurement measure(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = data.required();
        Optional<EvaluationSet> calibration =
                ActivationPlanning.needsStatistics(config) ? data.calibration() : Optional.empty();
        try (EvaluationSet.Lease lease = set.lease()) {
            Evaluation reference = lease.floatRun(progress, cancel);
            Candidate tried = candidate(config, progress, cancel);
            Evaluation candidate = tried.isFloat() ? reference : lease.run(tried, progress, cancel);
            Measurement measurement = Measurement.of(set.data(), reference, candidate, bytes(config));
            keepFloat(set, reference);
            data.keep(set, calibration, () -> measurements.put(config, measurement));
            return measurement;
        }
    }

    /** The float network runs for whatever is compared with it. */
    private void keepFloat(EvaluationSet set, Evaluation reference) {
        Measurement floating = Measurement.of(set.data(), reference, reference, bytes(QuantConfig.empty()));
        data.keep(set, () -> measurements.putIfAbsent(QuantConfig.empty(), floating));
    }

    /** What runs for a configuration. */
    Candidate candidate(QuantConfig config, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        ActivationPlan plan = activations.plan(config, progress, cancel);
        return SimulatedValues.candidate(model, config, plan, layers, cancel);
    }

    /**
     * Runs a sweep and keeps its result, also a part of one that is cancelled.
     *
     * @param samples at most this many evaluation samples; empty for all
     */
    public SweepResult sweep(
            SweepPlan plan, OptionalInt samples, Consumer<SweepPoint> listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet set = data.required();
        int count = Math.min(samples.orElse(Integer.MAX_VALUE), set.data().size());
        SweepRecord record = new SweepRecord(plan);
        boolean needsStatistics =
                plan.series().stream().anyMatch(line -> line.part().hasActivations());
        Optional<EvaluationSet> calibration = needsStatistics ? data.calibration() : Optional.empty();
        try (EvaluationSet.Lease lease = set.lease()) {
            SweepResult result = Sweep.run(
                    plan,
                    model,
                    source(),
                    lease.evaluator(cancel),
                    set.data(),
                    count,
                    record.andThen(listener),
                    answers(plan, count, set, calibration),
                    progress,
                    cancel);
            data.keep(set, calibration, () -> measurements.sweep(result));
            return result;
        } catch (CancellationException e) {
            Accuracy floatAccuracy = set.floatAccuracy(record.samples()).orElse(new Accuracy(0, 0));
            record.partial(floatAccuracy)
                    .ifPresent(part -> data.keep(set, calibration, () -> measurements.sweep(part)));
            throw e;
        }
    }

    /** What was measured of whole networks on all samples is known of their configurations from then on. */
    private SweepAnswers answers(SweepPlan plan, int count, EvaluationSet set, Optional<EvaluationSet> calibration) {
        if (count < set.data().size() || !plan.layers().isEmpty()) {
            return SweepAnswers.ignored();
        }
        return (config, floating, answers, bytes) -> {
            keepFloat(set, floating);
            Measurement measurement = Measurement.of(set.data(), floating, answers, bytes);
            data.keep(set, calibration, () -> measurements.putIfAbsent(config, measurement));
        };
    }

    /** What sweeps and measurements of layers quantize, from the caches. */
    Sweep.Source source() {
        return new Sweep.Source() {
            @Override
            public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
                return layers.weights(model.layer(layer).orElseThrow(), config, cancel);
            }

            @Override
            public ActivationPlan plan(QuantConfig config, CancelToken cancel) throws IOException, InferenceException {
                return activations.plan(config, new Progress(), cancel);
            }
        };
    }
}
