package org.bitwright.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;
import org.bitwright.training.Augmentation;
import org.bitwright.training.Checkpoint;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.Normalization;
import org.bitwright.training.Optimizer;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.bitwright.training.StepReport;
import org.bitwright.training.TrainingListener;
import org.bitwright.training.TrainingPlan;

/** Short runs of the bundled LeNet-5 on a few of its calibration images. */
public final class TrainingSamples {
    static final Path IMAGES = Mnist.SAMPLES.resolve("mnist/calibration-images-idx3-ubyte.gz");
    static final Path LABELS = Mnist.SAMPLES.resolve("mnist/calibration-labels-idx1-ubyte.gz");

    private TrainingSamples() {}

    /** The first calibration images, without their labels. */
    static DataSource unlabelled(int count) {
        return new DataSource(IMAGES, Optional.empty(), Preprocessing.scaled(1 / 255f), OptionalInt.of(count));
    }

    static DataSource labelled(int count) {
        return unlabelled(count).withLabels(Optional.of(LABELS));
    }

    /** A project with 100 evaluation and 100 training samples. */
    static Project opened() throws IOException {
        Project project = Project.create(Mnist.LENET);
        project.dataSets().use(Mnist.first(100));
        project.training().useData(labelled(100));
        return project;
    }

    static TrainingPlan plan(int epochs) {
        return new TrainingPlan(
                epochs,
                25,
                3,
                new Optimizer.Sgd(0.9, 0),
                Schedule.constant(1e-3),
                RangeRule.MOVING,
                RangeRule.MOVING,
                Normalization.FROZEN,
                Augmentation.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.2,
                OptionalInt.empty());
    }

    static TrainingRun run(Project project, String name, TrainingPlan plan) throws IOException, InferenceException {
        return run(project, name, plan, epoch -> {}, CancelToken.none());
    }

    /** @param epochs hears of each epoch that is done */
    static TrainingRun run(
            Project project, String name, TrainingPlan plan, Consumer<EpochRecord> epochs, CancelToken cancel)
            throws IOException, InferenceException {
        return project.training().run(name, plan, new Pause(), listener(epochs), new Progress(), cancel);
    }

    static TrainingRun resume(Project project, String name) throws IOException, InferenceException {
        return project.training()
                .resume(name, new Pause(), TrainingListener.none(), new Progress(), CancelToken.none());
    }

    static TrainingListener listener(Consumer<EpochRecord> epochs) {
        return new TrainingListener() {
            @Override
            public void step(StepReport report) {}

            @Override
            public void epoch(EpochRecord record, Checkpoint checkpoint) {
                epochs.accept(record);
            }
        };
    }

    static List<Double> losses(TrainingRun run) {
        return run.epochs().stream().map(EpochRecord::loss).toList();
    }

    /**
     * The project of a program that died after the first of three epochs, and the same run without a break.
     *
     * @param work where the program works
     * @param place what it leaves
     */
    static TrainingRun dead(Path work, Path place) throws IOException, InferenceException {
        try (Project project = opened()) {
            project.save(work.resolve("a.bitwright"));
            return run(project, "long", plan(3), dyingAfter(1, work, place), CancelToken.none());
        }
    }

    /** Copies everything after an epoch. */
    static Consumer<EpochRecord> dyingAfter(int epoch, Path from, Path to) {
        return record -> {
            if (record.epoch() == epoch) {
                copy(from, to);
            }
        };
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** What a program leaves that dies now: files, but no locks. */
    public static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!file.toString().endsWith(".lock")) {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
