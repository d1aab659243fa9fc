package org.bitwright.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;
import org.bitwright.export.ReportTraining.Measured;
import org.bitwright.export.ReportTraining.Run;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientStatistics;

/** Training in a report: the run that the configuration came from, and the others beside it. */
final class ReportRuns {
    /** Curves of more runs cannot be told apart. */
    private static final int MOST_CURVES = 6;

    private static final int BITS_A_BYTE = 8;

    private ReportRuns() {}

    static void put(Markup page, ReportTraining training, String model) {
        List<Run> runs = training.runs();
        if (runs.isEmpty()) {
            return;
        }
        page.element("h2", "Training");
        Optional<Run> present = training.present();
        present.ifPresent(run -> run(page, run));
        curves(page, present.map(List::of).orElse(newest(runs)), model);
        present.ifPresent(run -> {
            measured(page, run.measured());
            gradients(page, run);
        });
        if (runs.size() > 1 || present.isEmpty()) {
            list(page, runs);
        }
        comparisons(runs).forEach((name, twins) -> widths(page, name, twins));
    }

    private static List<Run> newest(List<Run> runs) {
        return runs.subList(Math.max(0, runs.size() - MOST_CURVES), runs.size());
    }

    private static void run(Markup page, Run run) {
        page.element(
                "p",
                "The configuration of this report is what the run '" + run.name() + "' came to: " + run.end()
                        + " after "
                        + counted(run.epochs().size(), "epoch") + ", and epoch " + run.best() + " is kept"
                        + run.bestEpoch()
                                .flatMap(EpochRecord::validation)
                                .map(score -> String.format(
                                        Locale.ROOT, ", the best of %,d samples held out.", score.samples()))
                                .orElse("."));
        if (run.small()) {
            page.element(
                    "p",
                    String.format(
                            Locale.ROOT,
                            "It was trained on the %,d samples that are there for calibration: a small set. The full"
                                    + " training set gives more.",
                            run.samples()));
        }
        ReportTable table = ReportTable.open(page).texts("Setting", "").body();
        table.row()
                .text("Training data")
                .text(String.format(Locale.ROOT, "%s, %,d samples", run.data(), run.samples()))
                .end();
        PlanWords.of(run.plan())
                .forEach((setting, words) ->
                        table.row().text(setting).text(words).end());
        table.close();
    }

    private static void curves(Markup page, List<Run> runs, String model) {
        List<TrainingCurve> curves = runs.stream()
                .filter(run -> !run.epochs().isEmpty())
                .map(Run::curve)
                .toList();
        if (!curves.isEmpty()) {
            page.raw("\n<figure>").raw(TrainingSvg.write(curves, model)).raw("</figure>\n");
        }
    }

    private static void measured(Markup page, Measured measured) {
        if (measured.after().isEmpty()) {
            page.element("p", "faint", "It was not measured on labelled evaluation data.")
                    .line();
            return;
        }
        page.element("h3", "Before and after, on the evaluation data").line();
        ReportTable table = ReportTable.open(page)
                .texts("Network")
                .numbers("Accuracy")
                .texts("Result against it")
                .body();
        row(table, "float", measured.floating(), measured.againstFloat());
        row(table, "before", measured.before(), measured.gain());
        row(table, "after", measured.after(), Optional.empty());
        table.close();
    }

    private static void row(ReportTable table, String name, Optional<Accuracy> accuracy, Optional<PairedTest> test) {
        accuracy.ifPresent(found -> table.row()
                .text(name)
                .number(ReportTable.withInterval(found))
                .text(test.map(ReportRuns::verdict).orElse("–"))
                .end());
    }

    private static String verdict(PairedTest test) {
        return SearchWords.againstFloat(test)
                + String.format(Locale.ROOT, ": right alone %,d, wrong alone %,d", test.onlySecond(), test.onlyFirst());
    }

    private static void gradients(Markup page, Run run) {
        List<GradientStatistics> gradients =
                run.bestEpoch().map(EpochRecord::gradients).orElse(List.of());
        if (gradients.isEmpty()) {
            return;
        }
        boolean rounded = run.plan().gradients().isPresent();
        page.raw("<details>").element("summary", "Gradients of the last step of epoch " + run.best());
        ReportTable table = ReportTable.open(page)
                .texts("Parameter")
                .numbers("Values", "Largest", "Zeros", "Step", "SQNR in dB", "Rounded to zero", "Bytes sent")
                .body();
        for (GradientStatistics gradient : gradients) {
            table.row()
                    .name(gradient.parameter())
                    .number(String.format(Locale.ROOT, "%,d", gradient.values()))
                    .number(ReportNumbers.rounded(gradient.maxAbs()))
                    .number(ReportNumbers.percent(gradient.zeros()))
                    .number(rounded ? ReportNumbers.rounded(gradient.step()) : "–")
                    .number(rounded ? ReportNumbers.rounded(gradient.sqnr()) : "–")
                    .number(rounded ? ReportNumbers.percent(gradient.roundedToZero()) : "–")
                    .number(bytes(gradient.sentBits()))
                    .end();
        }
        table.close();
        long sent = gradients.stream().mapToLong(GradientStatistics::sentBits).sum();
        long floats = gradients.stream()
                .mapToLong(one -> (long) one.values() * Float.SIZE)
                .sum();
        page.element(
                        "p",
                        "A worker of distributed training would send " + bytes(sent) + " a step; floats take "
                                + bytes(floats) + ".")
                .raw("</details>\n");
    }

    private static String bytes(long bits) {
        return ReportNumbers.bytes((bits + BITS_A_BYTE - 1) / BITS_A_BYTE);
    }

    private static void list(Markup page, List<Run> runs) {
        page.element("h3", "All runs").line();
        ReportTable table = ReportTable.open(page)
                .texts("Run", "Gradients")
                .numbers("Epochs", "Best", "Loss", "Held out", "Before", "After")
                .texts("End")
                .body();
        for (Run run : runs) {
            Optional<EpochRecord> best = run.bestEpoch();
            table.row()
                    .name(run.name())
                    .text(run.plan().gradients().map(PlanWords::rounding).orElse("full precision"))
                    .number(String.valueOf(run.epochs().size()))
                    .number(best.map(epoch -> String.valueOf(epoch.epoch())).orElse("–"))
                    .number(best.map(epoch -> ReportNumbers.rounded(epoch.loss()))
                            .orElse("–"))
                    .number(best.flatMap(EpochRecord::validation)
                            .map(score -> ReportNumbers.percent(score.accuracy()))
                            .orElse("–"))
                    .number(share(run.measured().before()))
                    .number(share(run.measured().after()))
                    .text(run.end())
                    .end();
        }
        table.close();
    }

    private static String share(Optional<Accuracy> accuracy) {
        return accuracy.map(found -> ReportNumbers.percent(found.top1())).orElse("–");
    }

    private static Map<String, List<GradientWidth>> comparisons(List<Run> runs) {
        Map<String, List<GradientWidth>> comparisons = new LinkedHashMap<>();
        for (Run run : runs) {
            Optional<Accuracy> after = run.measured().after();
            if (run.comparison().isPresent() && after.isPresent()) {
                comparisons
                        .computeIfAbsent(run.comparison().get(), name -> new ArrayList<>())
                        .add(width(run, after.get()));
            }
        }
        comparisons.values().removeIf(twins -> twins.size() < 2);
        return comparisons;
    }

    private static GradientWidth width(Run run, Accuracy after) {
        return new GradientWidth(
                run.name(),
                run.plan().gradients(),
                after,
                run.best(),
                run.epochs().size(),
                run.epochs().stream().mapToDouble(EpochRecord::seconds).sum(),
                run.ended());
    }

    private static void widths(Markup page, String name, List<GradientWidth> twins) {
        page.element("h3", "Accuracy against the width of gradients: " + name)
                .raw("\n<figure>")
                .raw(GradientWidthsSvg.write(twins, name, GradientWidthWords.ENGLISH))
                .raw("</figure>\n");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
