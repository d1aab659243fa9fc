package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;
import org.bitwright.export.ReportTraining.Measured;
import org.bitwright.export.ReportTraining.Run;
import org.bitwright.task.CancelToken;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Distillation;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Pruning;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import org.bitwright.training.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportRunsTest {
    @TempDir
    private Path folder;

    private static TrainingPlan full() {
        return new TrainingPlan(
                3,
                64,
                7,
                new Optimizer.Sgd(0.9, 0.0005),
                new Schedule(Schedule.Course.STEP, 0.01, 0.5, 2, 0.1),
                RangeRule.LEARNED,
                RangeRule.MOVING,
                Normalization.TRAINED,
                new Augmentation(2, true),
                Optional.of(new Distillation(4, 0.7)),
                Optional.of(new GradientRounding(4, true, true)),
                Optional.of(new Pruning(0.5, Map.of("fc", 0.9), 0, 2.5)),
                0.1,
                OptionalInt.of(1));
    }

    private static List<EpochRecord> epochs() {
        // 1000 values at 4 bits and one scale of 32: 4,032 bits are 504 bytes; floats take 4,000.
        GradientStatistics gradient =
                new GradientStatistics("fc<w>", "fc", 1000, 0.5, 0.25, 0.0714, 1e-4, 12.5, 0.125, new long[0], 4032);
        return List.of(
                new EpochRecord(
                        1, 0.01, 2.25, 500, 900, Optional.of(new Validation.Score(1.5, 70, 100)), 2, 0.1, List.of()),
                new EpochRecord(
                        2,
                        0.01,
                        0.5,
                        800,
                        900,
                        Optional.of(new Validation.Score(0.25, 95, 100)),
                        2,
                        0.5,
                        List.of(gradient)));
    }

    private static Run run(String name, boolean present, TrainingPlan plan, Measured measured) {
        return new Run(
                name,
                Optional.of("bits"),
                present,
                plan,
                "train<images>",
                1000,
                true,
                epochs(),
                2,
                "it stopped early",
                true,
                measured);
    }

    private static Measured measured() {
        return new Measured(
                Optional.of(new Accuracy(990, 1000)),
                Optional.of(new Accuracy(900, 1000)),
                Optional.of(new Accuracy(980, 1000)),
                Optional.of(new PairedTest(2, 82)),
                Optional.of(new PairedTest(15, 5)));
    }

    private static Measured unmeasured() {
        return new Measured(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Document write(Run... runs) throws Exception {
        Path file = folder.resolve("r.html");
        ReportFacts facts = new ReportFacts(
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                ReportExploration.none(),
                new ReportTraining(List.of(runs)));
        new ReportExport(facts).write(ParameterSources.lenet(), file, CancelToken.none());
        return Pictures.parse(Files.readString(file));
    }

    @Test
    void runOfTheReportedConfigurationIsToldWhole() throws Exception {
        Document page = write(run("four<bits>", true, full(), measured()));
        assertThat(Pictures.texts(page, "p"))
                .anyMatch(
                        text -> text.equals(
                                "The configuration of this report is what the run 'four<bits>' came to: it"
                                        + " stopped early after 2 epochs, and epoch 2 is kept, the best of 100 samples held out."))
                .anyMatch(text -> text.contains("on the 1,000 samples that are there for calibration: a small set"));
        assertThat(Pictures.texts(page, "td"))
                .contains(
                        "train<images>, 1,000 samples",
                        "SGD, momentum 0.9, weight decay 0.0005",
                        "0.01, times 0.1 every 2 epochs, warm-up 0.5 epochs",
                        "learned (LSQ)",
                        "move with the values",
                        "shifts by up to 2 pixels, mirrored at random",
                        "of the float network at temperature 4, 70 % of the loss",
                        "4 bits, stochastic, error feedback",
                        "50 % of each layer's weights become 0, 'fc' 90 %, from epoch 0 to 2.5",
                        "10 % of the training samples",
                        "1 epoch")
                // 20 samples differ, 5 to 15: p = 2·21700/2^20.
                .contains("98.00\u00a0% (96.93–98.70)", "different (p = 0.0414): right alone 5, wrong alone 15")
                .contains("different (p < 0.0001): right alone 82, wrong alone 2")
                .contains("fc<w>", "12.50", "504 B");
        assertThat(Pictures.texts(page, "p"))
                .anyMatch(text -> text.contains("would send 504 B a step; floats take 4.0 KB."));
        assertThat(Pictures.texts(page, "h3")).doesNotContain("All runs");
    }

    @Test
    void otherRunsAreListedAndTwinsDrawnTogether() throws Exception {
        Document page = write(
                run("rounded", false, full(), measured()),
                run("float gradients", false, TrainingPlan.usual(), measured()),
                run("left", false, TrainingPlan.usual(), unmeasured()));
        assertThat(Pictures.texts(page, "h3")).contains("All runs", "Accuracy against the width of gradients: bits");
        assertThat(Pictures.texts(page, "td"))
                .contains("rounded", "float gradients", "left", "full precision", "95.00\u00a0%", "it stopped early");
        assertThat(Pictures.texts(page, "p")).noneMatch(text -> text.contains("came to"));
    }

    @Test
    void withoutRunsNothingIsSaid() throws Exception {
        assertThat(Pictures.texts(write(), "h2")).doesNotContain("Training");
    }

    @Test
    void unmeasuredRunSaysSo() throws Exception {
        Document page = write(run("a", true, TrainingPlan.usual(), unmeasured()));
        assertThat(Pictures.texts(page, "p")).contains("It was not measured on labelled evaluation data.");
        assertThat(Pictures.texts(page, "td")).contains("Adam, beta 0.9 and 0.999", "full precision");
    }
}
