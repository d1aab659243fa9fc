package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import picocli.CommandLine.Option;

/** On which samples is trained. */
final class TrainingSource {
    /** Samples that ranges of activations come from where nothing else is said. */
    private static final int CALIBRATION = 1000;

    @Option(
            names = "--training-data",
            paramLabel = "PATH",
            description = "Labelled samples to train on, in the forms of --data (default: those of the project; else"
                    + " --calibration-data, where these have labels, which are few).")
    private Optional<Path> samples = Optional.empty();

    @Option(
            names = "--training-labels",
            paramLabel = "PATH",
            description = "Their labels (default: the file beside them that is named so).")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--training-limit",
            paramLabel = "N",
            description = "Train on at most N samples from the start (default: all).")
    private Optional<Integer> limit = Optional.empty();

    /** Makes the data that the options name the project's. */
    void applyTo(Project project, Optional<Preprocessing> ofConfig, DataOptions data, WorkCommand command)
            throws IOException {
        if (samples.isEmpty() && (labels.isPresent() || limit.isPresent())) {
            throw command.usage("--training-labels and --training-limit need --training-data");
        }
        if (limit.isPresent() && limit.get() < 1) {
            throw command.usage("--training-limit must be at least 1, not " + limit.get());
        }
        if (samples.isPresent()) {
            OptionalInt count = limit.map(OptionalInt::of).orElse(OptionalInt.empty());
            Optional<Preprocessing> usual = ofConfig.or(() -> ofEvaluation(project, samples.get()));
            project.training().useData(data.source(samples.get(), labels, count, usual, command));
        }
    }

    /** Inputs are made as for the evaluation data, where both hold raw values of the same kind. */
    private static Optional<Preprocessing> ofEvaluation(Project project, Path training) {
        return project.dataSets().evaluationSource()
                .filter(evaluation ->
                        DatasetReader.defaultScale(evaluation.samples()) == DatasetReader.defaultScale(training))
                .map(DataSource::preprocessing);
    }

    /**
     * Ranges of activations come from the training data where there are no calibration data: nothing is measured on them.
     *
     * @param start what the run begins with
     */
    void calibrate(Project project, QuantConfig start, WorkCommand command) throws IOException {
        Optional<DataSource> source = project.training().source();
        if (start.needsStatistics() && project.dataSets().calibration().isEmpty() && source.isPresent()) {
            int most = Math.min(CALIBRATION, source.get().limit().orElse(CALIBRATION));
            project.dataSets().useForCalibration(source.get().withLimit(OptionalInt.of(most)));
            command.say("Ranges of activations begin with those of the first "
                    + project.dataSets().calibration().orElseThrow().size() + " training samples (--calibration-data).");
        }
    }
}
