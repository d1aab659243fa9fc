package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bitwright.project.SavedTrainings.epoch;
import static org.bitwright.project.SavedTrainings.gradient;
import static org.bitwright.project.SavedWorks.zipped;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.model.InvalidFileException;
import org.bitwright.project.TrainingRun.State;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingFileTest {
    private static final String DOCUMENT = """
        {"format": "bitwright-project", "version": 5, "tool": "Bitwright 0.6.0",
         "model": {"relative": "m.onnx", "absolute": "/abs/m.onnx", "sha256": "%1$s"},
         "reserved": 0,
         "configuration": {"layers": [], "target": "none"},
         "variants": [], "measurements": [], "search_half": [], "sensitivities": [],
         "training": {
          "data": {"samples": {"absolute": "/abs/train.gz"}, "sha256": "%1$s",
                   "preprocessing": {"scale": 0.5, "mean": [0.25], "std": [2.0]}},
          "runs": [
           {"id": "01234567-89ab-4cde-8f01-23456789abcd", "name": "four bits", "comparison": "widths",
            "plan": {"epochs": 3, "batch": 32, "seed": 7,
             "optimizer": {"kind": "sgd", "momentum": 0.9, "weight_decay": 0.5},
             "schedule": {"course": "cosine", "rate": 0.25, "warmup": 0.5, "step_epochs": 2, "step_factor": 0.1},
             "weight_ranges": "learned", "activation_ranges": "fixed", "normalization": "trained",
             "augmentation": {"shift": 2, "flip": true},
             "distillation": {"temperature": 4.0, "share": 0.5},
             "gradients": {"bits": 4, "stochastic": true, "error_feedback": false},
             "pruning": {"sparsity": 0.5, "layers": {"a": 0.75}, "begin": 0.0, "end": 2.0},
             "validation_share": 0.1, "patience": 2},
            "start": 0,
            "data": {"name": "train.gz", "fingerprint": "ff", "samples": 900, "small": false},
            "epochs": [
             {"rate": 0.25, "loss": 2.5, "correct": 400, "samples": 810,
              "validation": {"loss": 1.5, "correct": 50, "samples": 90}, "seconds": 1.5, "sparsity": 0.125,
              "gradients": [
               {"parameter": "a.weight", "layer": "a", "values": 10, "max": 0.5, "zeros": 0.1, "step": 0.25,
                "mse": 0.001, "sqnr_db": "Infinity", "rounded_to_zero": 0.2, "sent_bits": 72, "histogram": [4, 6]}]},
             {"rate": 0.125, "loss": "NaN", "correct": 0, "samples": 810, "seconds": 1.5, "sparsity": 0.25}],
            "best": 1, "state": "running", "result": 1}]},
         "configurations": {
          "layers": ["a"],
          "choices": [{"format": "binary", "granularity": "tensor", "calibrator": "minmax"}],
          "activations": [[]],
          "list": [
           {"choices": [-1], "activations": 0, "target": "none"},
           {"choices": [0], "activations": 0, "target": "none"}]}}
        """.formatted("ab".repeat(32));

    @TempDir
    private Path folder;

    private SavedTraining read(String document) throws IOException {
        return ProjectFile.read(zipped(folder, "project.json", document)).training();
    }

    @Test
    void projectsOfVersionFiveHoldRuns() throws IOException {
        SavedTraining training = read(DOCUMENT);

        assertThat(training.data().orElseThrow().samples().absolute()).isEqualTo("/abs/train.gz");
        KeptRun run = training.runs().get(0);
        TrainingPlan plan = new TrainingPlan(
                3,
                32,
                7,
                new Optimizer.Sgd(0.9, 0.5),
                new Schedule(Schedule.Course.COSINE, 0.25, 0.5, 2, 0.1),
                RangeRule.LEARNED,
                RangeRule.FIXED,
                Normalization.TRAINED,
                new Augmentation(2, true),
                Optional.of(new Distillation(4, 0.5)),
                Optional.of(new GradientRounding(4, true, false)),
                Optional.of(new Pruning(0.5, Map.of("a", 0.75), 0, 2)),
                0.1,
                OptionalInt.of(2));
        GradientStatistics gradient = new GradientStatistics(
                "a.weight", "a", 10, 0.5, 0.1, 0.25, 0.001, Double.POSITIVE_INFINITY, 0.2, new long[] {4, 6}, 72);
        TensorConfig binary = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax());
        KeptRun expected = new KeptRun(
                "01234567-89ab-4cde-8f01-23456789abcd",
                "four bits",
                Optional.of("widths"),
                plan,
                QuantConfig.empty(),
                new KeptRun.Material("train.gz", "ff", 900, false),
                List.of(
                        new EpochRecord(
                                1,
                                0.25,
                                2.5,
                                400,
                                810,
                                Optional.of(new Validation.Score(1.5, 50, 90)),
                                1.5,
                                0.125,
                                List.of(gradient)),
                        new EpochRecord(2, 0.125, Double.NaN, 0, 810, Optional.empty(), 1.5, 0.25, List.of())),
                1,
                // It was under way when the file was written, and is not now.
                State.INTERRUPTED,
                Optional.of(QuantConfig.of(Map.of("a", binary))));
        assertThat(run)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(expected);
    }

    @Test
    void histogramsComeBack() throws IOException {
        KeptRun run = SavedTrainings.whole(QuantConfig.empty())
                .withEpochs(List.of(epoch(1, 1, 10, gradient(1, 2, 3)), epoch(2, 2, 5, gradient(Long.MAX_VALUE))));
        SavedWork work = SavedWorks.of(QuantConfig.empty(), List.of(), SavedResults.none());
        Path file = folder.resolve("a.bitwright");
        ProjectFile.write(file, work.withTraining(new SavedTraining(Optional.empty(), List.of(run))));
        assertThat(ProjectFile.read(file).training().runs().get(0))
                .usingRecursiveComparison()
                .isEqualTo(run);
    }

    @Test
    void onlyFirstBestAndLastEpochKeepHistograms() {
        List<EpochRecord> epochs = IntStream.rangeClosed(1, 6)
                .mapToObj(number -> epoch(number, 1, number == 3 ? 100 : 10, gradient(number)))
                .toList();
        KeptRun run = SavedTrainings.whole(QuantConfig.empty()).withEpochs(epochs);
        assertThat(run.best()).isEqualTo(3);
        assertThat(run.epochs())
                .extracting(epoch -> epoch.gradients().get(0).histogram().length)
                .containsExactly(1, 0, 1, 0, 0, 1);
        assertThat(run.epochs()).allMatch(epoch -> epoch.gradients().get(0).sentBits() == 632);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"id\": \"01234567-89ab-4cde-8f01-23456789abcd\" | \"id\": \"../../x\" | no name of a run's files",
                "\"batch\": 32 | \"batch\": 0 | samples, not 0",
                "\"kind\": \"sgd\" | \"kind\": \"lion\" | sgd or adam",
                "\"weight_ranges\": \"learned\" | \"weight_ranges\": \"guessed\" | does not know",
                "\"end\": 2.0 | \"end\": 9.0 | pruning ends after the last epoch",
                "\"best\": 1 | \"best\": 3 | 3 does not lie in 0 … 2",
                "\"correct\": 400 | \"correct\": 811 | 811 does not lie in 0 … 810",
                "\"histogram\": [4, 6] | \"histogram\": [4, -6] | -6 does not lie",
                "\"name\": \"four bits\" | \"name\": \" \" | needs a name",
                "\"state\": \"running\" | \"state\": \"asleep\" | does not know",
                "\"result\": 1 | \"result\": 2 | 2 does not lie in 0 … 1",
            })
    void whatIsWrongIsNamed(String right, String wrong, String message) {
        assertThat(DOCUMENT).contains(right.strip());
        assertThatThrownBy(() -> read(DOCUMENT.replace(right.strip(), wrong.strip())))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("training.runs[0]")
                .hasMessageContaining(message.strip());
    }

    @Test
    void namesAreNotTakenTwice() {
        int from = DOCUMENT.indexOf("{\"id\"");
        int to = DOCUMENT.indexOf("]},\n \"configurations\"");
        String run = DOCUMENT.substring(from, to);
        String other = run.replace("01234567", "11234567");
        assertThatThrownBy(() -> read(DOCUMENT.replace(run, run + ", " + other)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("two runs named 'four bits'");
        assertThatThrownBy(() -> read(DOCUMENT.replace(run, run + ", " + run.replace("four bits", "others"))))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("two runs of this id");
    }
}
