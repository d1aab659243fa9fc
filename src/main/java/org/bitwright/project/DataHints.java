package org.bitwright.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.analysis.Accuracy;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.Evaluation;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Finds out on a few samples whether labelled data are read as the network was trained on them. Where the float network
 * hardly does better than guessing, or a look at other ways costs little, the usual mistakes are tried in reverse; one
 * that does clearly better names the mistake.
 */
final class DataHints {
    private static final int SAMPLES = 256;

    /** Fewer tell nothing: the interval of any accuracy is as wide as the question. */
    private static final int LEAST_SAMPLES = 20;

    /** Seconds that looking at other ways may take where the network does well enough. */
    private static final double CHEAP = 2;

    private static final int TRIALS = 10;

    private final OnnxDocument document;
    private final DataSource source;
    private final Dataset data;
    private final int samples;
    private final int[] labels;

    private DataHints(OnnxDocument document, DataSource source, Dataset data) {
        this.document = document;
        this.source = source;
        this.data = data;
        this.samples = Math.min(SAMPLES, data.size());
        this.labels = data.labels().orElse(new int[0]);
    }

    /** @param evaluator of the network on these data as they are read now */
    static List<DataHint> of(
            OnnxDocument document,
            DataSource source,
            Dataset data,
            CandidateEvaluator evaluator,
            Progress progress,
            CancelToken cancel)
            throws InferenceException {
        if (data.labels().isEmpty()
                || data.size() < LEAST_SAMPLES
                || data.inputs().size() != 1) {
            return List.of();
        }
        return new DataHints(document, source, data).find(evaluator, progress, cancel);
    }

    private List<DataHint> find(CandidateEvaluator evaluator, Progress progress, CancelToken cancel)
            throws InferenceException {
        Evaluation now = evaluator.evaluate(Candidate.unchanged(), 0, samples, true, progress.part(0, 0.1), cancel);
        int classes = Math.max(2, now.outputs().length / samples);
        Accuracy accuracy = accuracy(now, 0);
        boolean guessing = isNearChance(accuracy, classes);
        if (!guessing && now.seconds() * TRIALS > CHEAP) {
            return List.of();
        }
        Optional<DataHint> better = shiftedLabels(now, accuracy);
        if (better.isEmpty()) {
            better = otherReading(accuracy, progress.part(0.1, 1), cancel);
        }
        if (better.isEmpty() && guessing) {
            Problem problem = Problem.ofProject(
                    Severity.WARNING, Kind.NEAR_CHANCE, percent(accuracy), samples, percent(1.0 / classes));
            better = Optional.of(new DataHint(problem, Optional.empty()));
        }
        return better.map(List::of).orElse(List.of());
    }

    /** Whether guessing could be as good, or half of what is right could be guessed. */
    static boolean isNearChance(Accuracy accuracy, int classes) {
        double chance = 1.0 / classes;
        return accuracy.low() <= chance || accuracy.top1() < Math.min(2 * chance, chance + 0.1);
    }

    private Optional<DataHint> shiftedLabels(Evaluation now, Accuracy accuracy) {
        for (int shift : new int[] {-1, 1}) {
            Accuracy shifted = accuracy(now, shift);
            if (isClearlyBetter(shifted, accuracy)) {
                Kind kind = shift < 0 ? Kind.LABELS_FROM_ONE : Kind.LABELS_TOO_LOW;
                Problem problem =
                        Problem.ofProject(Severity.WARNING, kind, percent(accuracy), samples, percent(shifted));
                return Optional.of(new DataHint(problem, Optional.empty()));
            }
        }
        return Optional.empty();
    }

    private Optional<DataHint> otherReading(Accuracy accuracy, Progress progress, CancelToken cancel)
            throws InferenceException {
        List<DataTrial> trials = DataTrial.of(source, data, samples, greatest());
        Optional<DataHint> best = Optional.empty();
        Accuracy reached = accuracy;
        int done = 0;
        for (DataTrial trial : trials) {
            Optional<Accuracy> other = tried(trial, cancel);
            // Of ways that do about as well, the first and simplest is named.
            if (other.isPresent() && isClearlyBetter(other.get(), reached)) {
                reached = other.get();
                best = Optional.of(hint(trial, accuracy, reached));
            }
            progress.update(++done, trials.size());
        }
        return best;
    }

    private DataHint hint(DataTrial trial, Accuracy accuracy, Accuracy reached) {
        List<Object> arguments = new ArrayList<>(List.of(percent(accuracy), samples, percent(reached)));
        if (trial.kind() == Kind.OTHER_SCALING) {
            Preprocessing other = trial.preprocessing();
            arguments.add(scale(other.scale()));
            arguments.add(numbers(other.mean()));
            arguments.add(numbers(other.std()));
        }
        return new DataHint(Problem.ofProject(Severity.WARNING, trial.kind(), arguments.toArray()), trial.remedy());
    }

    private Optional<Accuracy> tried(DataTrial trial, CancelToken cancel) throws InferenceException {
        cancel.throwIfCancelled();
        Dataset part =
                trial.data() == data && data.size() > samples ? new DatasetSlice(data, 0, samples) : trial.data();
        try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, part, trial.preprocessing(), cancel)) {
            return Optional.of(
                    accuracy(evaluator.evaluate(Candidate.unchanged(), 0, samples, false, new Progress(), cancel), 0));
        } catch (InferenceException e) {
            // A way that the network cannot take is none that the user meant.
            return Optional.empty();
        }
    }

    private Accuracy accuracy(Evaluation run, int shift) {
        long correct = 0;
        for (int i = 0; i < samples; i++) {
            if (run.predictions()[i] == labels[i] + shift) {
                correct++;
            }
        }
        return new Accuracy(correct, samples);
    }

    private float greatest() {
        float greatest = Float.NEGATIVE_INFINITY;
        float[] values = new float[(int) data.sampleShape().elements()];
        for (int sample = 0; sample < Math.min(samples, 32); sample++) {
            data.read(sample, 1, values, 0);
            for (float value : values) {
                greatest = Math.max(greatest, value);
            }
        }
        return greatest;
    }

    private static boolean isClearlyBetter(Accuracy other, Accuracy now) {
        return other.low() > now.high();
    }

    private static String percent(Accuracy accuracy) {
        return percent(accuracy.top1());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.01 ? "%.2g %%" : "%.1f %%", 100 * share);
    }

    /** A part of 255 as such: 1/255, −2/255. */
    private static String scale(float scale) {
        float parts = scale * 255;
        boolean whole = Math.abs(parts - Math.rint(parts)) < 1e-3 && Math.abs(parts) < 3;
        return whole ? Math.round(parts) + "/255" : number(scale);
    }

    private static String numbers(List<Float> values) {
        return values.stream().map(DataHints::number).collect(Collectors.joining(","));
    }

    private static String number(float value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
