package org.bitwright.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bitwright.export.ReportExploration;
import org.bitwright.export.ReportFacts;
import org.bitwright.export.ReportFacts.DataFile;
import org.bitwright.export.ReportFacts.Warning;
import org.bitwright.export.ReportFacts.WrittenFile;
import org.bitwright.export.ReportTraining;
import org.bitwright.model.DataSource;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;

/** Puts together what a report tells besides what every export is made from. */
final class Reports {
    private static final Preprocessing USUAL = Preprocessing.scaled(1);

    private Reports() {}

    static ReportFacts facts(
            Model model,
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
                Optional.of(command(model, data)),
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
    private static String command(Model model, DataSelection data) {
        List<String> words = new ArrayList<>(List.of("bitwright", "quantize", quoted(model.path())));
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
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./:=+@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
