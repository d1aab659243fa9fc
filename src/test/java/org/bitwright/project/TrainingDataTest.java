package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.bitwright.project.TrainingSamples.labelled;
import static org.bitwright.project.TrainingSamples.opened;
import static org.bitwright.project.TrainingSamples.plan;
import static org.bitwright.project.TrainingSamples.run;
import static org.bitwright.project.TrainingSamples.unlabelled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.training.Distillation;
import org.bitwright.training.TrainingPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {
    @TempDir
    private Path folder;

    @RegisterExtension
    private final OwnState state = new OwnState();

    @Test
    void labelledCalibrationDataStandInAsASmallSet() throws IOException, InferenceException {
        try (Project project = Project.create(Mnist.LENET)) {
            Training training = project.training();
            assertThat(training.data()).isEmpty();
            assertThat(training.isSmall()).isFalse();
            assertThat(training.faults(plan(1))).singleElement().asString().contains("no training data. Open");

            // Calibration needs no labels; they lie beside the samples.
            project.dataSets().useForCalibration(unlabelled(60));
            assertThat(training.isSmall()).isTrue();
            assertThat(training.data().map(Dataset::size)).contains(60);
            assertThat(training.data().flatMap(Dataset::labels)).isPresent();
            assertThat(training.source().flatMap(DataSource::labels)).isPresent();
            assertThat(training.faults(plan(1))).isEmpty();
            TrainingRun run = run(project, "small", plan(1));
            assertThat(run.small()).isTrue();
            assertThat(run.samples()).isEqualTo(60);
            // Without evaluation data nothing is measured.
            assertThat(run.after()).isEmpty();

            training.useData(labelled(80));
            assertThat(training.isSmall()).isFalse();
            assertThat(training.data().map(Dataset::size)).contains(80);
            training.dropData();
            assertThat(training.isSmall()).isTrue();
        }
    }

    @Test
    void samplesTakenFromTheEvaluationDataAreNotTrainedOn() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(100));
            project.dataSets().reserveForCalibration(20);
            assertThat(project.training().data()).isEmpty();
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("taken from the evaluation data");
        }
    }

    @Test
    void evaluationDataAreNotTrainedOn() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.dataSets().use(Mnist.first(100));
            project.training().useData(Mnist.first(50));
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("are the evaluation data");
            assertThatIllegalArgumentException().isThrownBy(() -> run(project, "a", plan(1)));
            assertThat(project.training().runs()).isEmpty();
        }
    }

    @Test
    void labelsAreNeededUnlessTheFloatNetworkTeachesAlone() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.training().useData(unlabelled(50));
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("have no labels");
            assertThat(project.training().faults(distilled(0.5))).hasSize(1);
            assertThat(project.training().faults(distilled(1))).isEmpty();
        }
    }

    private static TrainingPlan distilled(double share) {
        TrainingPlan plan = plan(1);
        return new TrainingPlan(
                plan.epochs(),
                plan.batch(),
                plan.seed(),
                plan.optimizer(),
                plan.schedule(),
                plan.weightRanges(),
                plan.activationRanges(),
                plan.normalization(),
                plan.augmentation(),
                Optional.of(new Distillation(4, share)),
                plan.gradients(),
                plan.pruning(),
                plan.validationShare(),
                plan.patience());
    }

    @Test
    void tooFewSamplesAndMissingRangesAreNamed() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            project.training().useData(labelled(2));
            ActivationConfig rounded =
                    ActivationConfig.ofStatic(new NumberFormat.Uniform(8, Scheme.ASYMMETRIC), Calibrator.minMax());
            String edge = project.model().edges().get(0).name();
            project.edit("activations", project.config().withActivation(edge, rounded));
            assertThat(project.training().faults(plan(1)))
                    .hasSize(2)
                    .anyMatch(fault -> fault.contains("too few training samples (2)"))
                    .anyMatch(fault -> fault.contains("ranges of activations come from calibration data"));
        }
    }

    @Test
    void dataOfAnotherNetworkAreNamed() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            Path samples = Files.write(folder.resolve("x.npy"), NpySamples.floats(3, 5));
            project.training()
                    .useData(new DataSource(
                            samples, Optional.empty(), labelled(1).preprocessing(), OptionalInt.empty()));
            assertThat(project.training().faults(distilled(1)))
                    .anyMatch(fault -> fault.contains("5") && fault.contains("28"));
        }
    }

    @Test
    void labelsBeyondTheClassesAreNamed() throws IOException {
        try (Project project = Project.create(Mnist.LENET)) {
            Path labels = folder.resolve("labels");
            byte[] idx = new byte[8 + 1000];
            idx[2] = 8;
            idx[3] = 1;
            idx[6] = (byte) (1000 >> 8);
            idx[7] = (byte) 1000;
            idx[8 + 7] = 10;
            Files.write(labels, idx);
            project.training().useData(labelled(50).withLabels(Optional.of(labels)));
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("sample 7 has the label 10")
                    .contains("10 classes");
        }
    }

    /** A copy of 60 training images that can be moved and changed. */
    private DataSource own() throws IOException {
        Path images = Files.copy(TrainingSamples.IMAGES, folder.resolve("train-images.gz"));
        Path labels = Files.copy(TrainingSamples.LABELS, folder.resolve("train-labels.gz"));
        return new DataSource(images, Optional.of(labels), labelled(1).preprocessing(), OptionalInt.of(60));
    }

    @Test
    void removedTrainingDataAreNamedAndComeBack() throws IOException, InferenceException {
        DataSource source = own();
        Path file = folder.resolve("work.bitwright");
        TrainingRun run;
        try (Project project = opened()) {
            project.training().useData(source);
            run = run(project, "a", plan(1));
            project.save(file);
        }
        Path moved = Files.move(source.samples(), folder.resolve("moved.gz"));
        try (Project project = Project.load(file)) {
            project.dataSets().useForCalibration(labelled(50));
            assertThat(project.training().data()).isEmpty();
            assertThat(project.training().isSmall()).isFalse();
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("training data")
                    .contains("train-images.gz");
            assertThat(project.problems(new Progress(), CancelToken.none()))
                    .anyMatch(problem -> problem.kind() == Problem.Kind.TRAINING_DATA
                            && problem.toString().contains("train-images.gz"));
            TrainingRun kept = project.training().find("a").orElseThrow();
            assertThat(kept.result()).isEqualTo(run.result());
            assertThat(kept.samples()).isEqualTo(60);
            // Saving does not forget where they were.
            project.save(file);
        }
        Files.move(moved, source.samples());
        try (Project project = Project.load(file)) {
            assertThat(project.training().data().map(Dataset::size)).contains(60);
            assertThat(project.training().faults(plan(1))).isEmpty();
            assertThat(project.isModified()).isFalse();
        }
    }

    @Test
    void changedTrainingDataAreNamed() throws IOException {
        DataSource source = own();
        Path file = folder.resolve("work.bitwright");
        try (Project project = opened()) {
            project.training().useData(source);
            project.save(file);
        }
        Files.copy(Mnist.IMAGES, source.samples(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(Mnist.LABELS, source.labels().orElseThrow(), StandardCopyOption.REPLACE_EXISTING);
        try (Project project = Project.load(file)) {
            assertThat(project.training().faults(plan(1)))
                    .singleElement()
                    .asString()
                    .contains("have changed since the project was saved");
            project.training().useData(labelled(70));
            assertThat(project.training().faults(plan(1))).isEmpty();
            assertThat(project.isModified()).isTrue();
        }
    }

    @Test
    void trainingDataAreNotWrittenOver() throws IOException {
        DataSource source = own();
        try (Project project = opened()) {
            project.training().useData(source);
            for (Path input : List.of(source.samples(), source.labels().orElseThrow())) {
                assertThatIOException().isThrownBy(() -> project.save(input)).withMessageContaining("was read from");
            }
        }
    }
}
