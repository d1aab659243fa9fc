package org.bitwright.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.export.ReportExploration;
import org.bitwright.export.ReportFacts;
import org.bitwright.export.ReportFacts.DataFile;
import org.bitwright.export.ReportFacts.Warning;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.export.ReportTraining;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DataSource;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Preprocessing;

/** Puts together what a report tells besides what every export is made from. */
final class Reports {
    private static final Preprocessing USUAL = Preprocessing.scaled(1);

    private Reports() {}

    static ReportFacts facts(
            ModelSource source,
            DataSelection data,
            Measurements measurements,
            List<Problem> problems,
            List<WrittenFile> written,
            ReportExploration exploration,
            ReportTraining training) {
        List<DataFile> files = new ArrayList<>();
        data.evaluation().map(set -> file("evaluation", set)).ifPresent(files::add);
        data.calibration().map(set -> file("calibration", set)).ifPresent(files::add);
        if (!training.runs().isEmpty()) {
            data.training().set().map(set -> file("training", set)).ifPresent(files::add);
        }
        List<Warning> warnings = problems.stream()
                .filter(problem -> problem.severity() != Problem.Severity.INFO)
                .sorted(Comparator.comparing(Problem::severity).reversed())
                .map(problem -> new Warning(
                        problem.severity() == Problem.Severity.ERROR ? "error" : "warning", problem.toString()))
                .toList();
        return new ReportFacts(
                Optional.of(command(source, data)),
                measurements.sweep(),
                warnings,
                written,
                files,
                exploration,
                training);
    }

    private static DataFile file(String use, EvaluationSet set) {
        return new DataFile(
                use, set.data().name(), set.data().digest(), set.data().size());
    }

    /** The command that measures the same again, from the configuration that stands in the report. */
    private static String command(ModelSource model, DataSelection data) {
        List<String> words = new ArrayList<>(List.of("bitwright", "quantize", quoted(model.file())));
        network(model, words);
        words.addAll(List.of("--config", "config.json"));
        data.evaluation().map(EvaluationSet::source).ifPresent(source -> {
            words.addAll(List.of("--data", quoted(source.samples())));
            source.labels().ifPresent(labels -> words.addAll(List.of("--labels", quoted(labels))));
            source.limit().ifPresent(limit -> words.addAll(List.of("--limit", String.valueOf(limit))));
            preprocessing(source, words);
        });
        if (data.reserved() > 0) {
            words.addAll(List.of("--calibration", String.valueOf(data.reserved())));
        } else {
            data.calibration().map(EvaluationSet::source).ifPresent(source -> {
                words.addAll(List.of("--calibration-data", quoted(source.samples())));
                source.limit().ifPresent(limit -> words.addAll(List.of("--calibration", String.valueOf(limit))));
            });
        }
        return String.join(" ", words);
    }

    /** How weights become the network; a graph's pairs are said where names do not say them. */
    private static void network(ModelSource source, List<String> words) {
        if (source instanceof ModelSource.Joined joined) {
            words.addAll(List.of("--graph", quoted(joined.graph()), "--keep-missing"));
            for (JoinedPair pair : joined.pairs()) {
                boolean transposed = pair.axes().equals(List.of(1, 0));
                if (!pair.initializer().equals(pair.tensor()) || transposed) {
                    words.addAll(List.of(
                            "--pair", quoted(pair.initializer() + "=" + pair.tensor() + (transposed ? "^T" : ""))));
                }
            }
        } else if (source instanceof ModelSource.Stacked stacked) {
            String layers = stacked.stack().steps().stream()
                    .map(step -> step.weight()
                            + (step.after() == ActivationFunction.NONE
                                    ? ""
                                    : ","
                                            + step.after()
                                                    .name()
                                                    .toLowerCase(Locale.ROOT)
                                                    .replace('_', '-')))
                    .collect(Collectors.joining(","));
            words.addAll(List.of("--stack", quoted(layers)));
        }
    }

    private static void preprocessing(DataSource source, List<String> words) {
        Preprocessing preprocessing = source.preprocessing();
        words.addAll(List.of("--scale", String.valueOf(preprocessing.scale())));
        if (!preprocessing.mean().equals(USUAL.mean())) {
            words.addAll(List.of("--mean", list(preprocessing.mean())));
        }
        if (!preprocessing.std().equals(USUAL.std())) {
            words.addAll(List.of("--std", list(preprocessing.std())));
        }
    }

    private static String list(List<Float> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** A path as a shell takes it. */
    private static String quoted(Path path) {
        return quoted(path.toString());
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./:=+@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
