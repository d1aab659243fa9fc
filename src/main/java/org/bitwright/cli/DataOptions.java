package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.DataSource;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.DataHint;
import org.bitwright.project.Problem;
import org.bitwright.project.Project;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** On which data accuracy is measured, and how raw values become inputs. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "PATH",
            description =
                    "Samples to measure accuracy on: IDX (also .gz), NPY, NPZ (an array an input), CSV, or a folder of"
                            + " images with a sub-folder a class.")
    Optional<Path> data = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "PATH",
            description = "Their labels (default: the file beside them that is named so).")
    Optional<Path> labels = Optional.empty();

    @Option(
            names = "--scale",
            paramLabel = "F",
            description = "Multiplies raw values (default: 1/255 for IDX and images, 1 for NPY, NPZ and CSV).")
    Optional<Float> scale = Optional.empty();

    @Option(
            names = "--mean",
            paramLabel = "M[,M…]",
            split = ",",
            hideParamSyntax = true,
            description = "Subtracted after scaling: one value, or one a channel (default: 0).")
    List<Float> mean = List.of();

    @Option(
            names = "--std",
            paramLabel = "S[,S…]",
            split = ",",
            hideParamSyntax = true,
            description = "Divides after that: one value, or one a channel (default: 1).")
    List<Float> std = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "Use at most N samples from the start (default: all).")
    Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--calibration-data",
            paramLabel = "PATH",
            description =
                    "Samples that ranges of activations come from, weights are improved and exports checked on; never"
                            + " used to measure accuracy.")
    Optional<Path> calibrationData = Optional.empty();

    @Option(
            names = "--calibration",
            paramLabel = "N",
            description = "Number of calibration samples; without --calibration-data they are taken from the start of"
                    + " --data, which then goes without them.")
    Optional<Integer> calibration = Optional.empty();

    @Mixin
    final InputOptions inputs = new InputOptions();

    /** Whether the evaluation data go without their first samples. */
    boolean splitsData() {
        return calibration.isPresent() && calibrationData.isEmpty();
    }

    /** Makes the data that the options name the project's. */
    void applyTo(Project project, Optional<Preprocessing> ofConfig, WorkCommand command) throws IOException {
        refuseWrongCounts(project, command);
        if (data.isPresent()) {
            OptionalInt count = limit.map(OptionalInt::of).orElse(OptionalInt.empty());
            DataSource wanted = source(data.get(), labels, count, ofConfig, command);
            if (project.dataSets()
                    .evaluationSource()
                    .filter(present -> isSame(present, wanted))
                    .isEmpty()) {
                project.dataSets().use(wanted);
            }
        }
        if (calibrationData.isPresent()) {
            OptionalInt count = calibration.map(OptionalInt::of).orElse(OptionalInt.empty());
            project.dataSets()
                    .useForCalibration(source(calibrationData.get(), Optional.empty(), count, ofConfig, command));
        } else if (calibration.isPresent()) {
            try {
                project.dataSets().reserveForCalibration(calibration.get());
            } catch (IllegalArgumentException e) {
                throw command.usage("--calibration: " + e.getMessage());
            }
        }
    }

    /** Whether what was measured on the project's data still holds: they are not read anew, which would drop it. */
    private static boolean isSame(DataSource present, DataSource wanted) {
        return whole(present).equals(whole(wanted));
    }

    private static DataSource whole(DataSource source) {
        return new DataSource(
                source.samples().toAbsolutePath().normalize(),
                source.labels().map(path -> path.toAbsolutePath().normalize()),
                source.preprocessing(),
                source.limit(),
                source.images(),
                source.labelColumn());
    }

    /** Says at once what is likely wrong with how the data are read, and with which options it would be better. */
    void tellHints(Project project, WorkCommand command, Progress progress, CancelToken cancel)
            throws InferenceException {
        if (project.dataSets().evaluation().isEmpty()) {
            return;
        }
        ArrayNode told = command.result.putArray("hints");
        for (DataHint hint : project.dataSets().hints(progress, cancel)) {
            String options = hint.remedy().map(remedy -> options(hint, remedy)).orElse("");
            String text = hint.problem() + options;
            told.add(text);
            command.warn("warning: " + text);
        }
    }

    private static String options(DataHint hint, DataSource remedy) {
        if (hint.problem().kind() == Problem.Kind.CHANNELS_REVERSED) {
            return " (--channels " + remedy.images().order().name().toLowerCase(Locale.ROOT) + ")";
        }
        Preprocessing better = remedy.preprocessing();
        return " (--scale " + better.scale() + " --mean=" + list(better.mean()) + " --std " + list(better.std()) + ")";
    }

    private static String list(List<Float> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private void refuseWrongCounts(Project project, WorkCommand command) {
        if (limit.isPresent() && limit.get() < 1) {
            throw command.usage("--limit must be at least 1, not " + limit.get());
        }
        if (calibration.isPresent() && calibration.get() < 1) {
            throw command.usage("--calibration must be at least 1, not " + calibration.get());
        }
        if (data.isEmpty() && (labels.isPresent() || limit.isPresent())) {
            throw command.usage("--labels and --limit need --data");
        }
        if (splitsData() && data.isEmpty() && project.dataSets().evaluation().isEmpty()) {
            throw command.usage("--calibration needs --calibration-data or --data");
        }
    }

    DataSource source(
            Path samples,
            Optional<Path> named,
            OptionalInt count,
            Optional<Preprocessing> ofConfig,
            WorkCommand command) {
        Optional<Path> found = named.isPresent() ? named : DatasetReader.findLabels(samples);
        return new DataSource(
                samples, found, preprocessing(samples, ofConfig, command), count, images(command), inputs.labelColumn);
    }

    private ImageSettings images(WorkCommand command) {
        try {
            return inputs.images();
        } catch (IllegalArgumentException e) {
            throw command.usage("--shorter-side: " + e.getMessage());
        }
    }

    private Preprocessing preprocessing(Path samples, Optional<Preprocessing> ofConfig, WorkCommand command) {
        Preprocessing usual = ofConfig.orElseGet(() -> Preprocessing.scaled(DatasetReader.defaultScale(samples)));
        try {
            return new Preprocessing(
                    scale.orElse(usual.scale()),
                    mean.isEmpty() ? usual.mean() : mean,
                    std.isEmpty() ? usual.std() : std,
                    inputs.binding(usual.binding()));
        } catch (IllegalArgumentException e) {
            throw command.usage(String.valueOf(e.getMessage()));
        }
    }
}
