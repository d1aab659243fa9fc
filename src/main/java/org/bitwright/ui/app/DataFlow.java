package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Binding;
import org.bitwright.model.DataSource;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.ValueInfo;
import org.bitwright.project.Project;
import org.bitwright.runtime.DataFit;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Opening data for the open model. What must be told about them is asked for once, with a look at them. */
final class DataFlow {
    private static final List<String> ENDINGS = List.of(".gz", ".npy", ".npz", "-ubyte", ".idx", ".csv", ".tsv");
    private static final String EVALUATION = "evaluation";
    private static final String CALIBRATION = "calibration";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private Runnable changed = () -> {};

    DataFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
    }

    void onChanged(Runnable handler) {
        changed = handler;
    }

    static boolean looksLikeData(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) || java.nio.file.Files.isDirectory(file);
    }

    void choose(boolean calibration) {
        dialogs.openFile(
                        Texts.get(calibration ? "calibration.title" : "data.title"),
                        List.of(fileKind(), new Dialogs.FileKind(Texts.get("kind.any"), List.of("*"))))
                .ifPresent(file -> open(file, calibration));
    }

    static Dialogs.FileKind fileKind() {
        return new Dialogs.FileKind(
                Texts.get("data.kind"),
                ENDINGS.stream().map(ending -> "*" + ending).toList());
    }

    /** A folder of images, for evaluation or calibration. */
    void chooseFolder() {
        dialogs.openFolder(Texts.get("data.folder")).ifPresent(folder -> dialogs.ask(
                        Texts.get("data.folder"),
                        Texts.get("data.purpose", String.valueOf(folder.getFileName())),
                        List.of(
                                new Dialogs.Choice(EVALUATION, Texts.get("data.evaluate")),
                                new Dialogs.Choice(CALIBRATION, Texts.get("data.calibrate"))))
                .ifPresent(answer -> open(folder, answer.id().equals(CALIBRATION))));
    }

    void open(Path file, boolean calibration) {
        Project project = workbench.project().orElse(null);
        if (project == null) {
            dialogs.inform(Texts.get("data.title"), Texts.get("data.modelFirst"));
            return;
        }
        if (!project.hasNetwork()) {
            dialogs.inform(Texts.get("data.title"), Texts.get("data.networkFirst"));
            return;
        }
        DataSource source = source(project, file);
        tasks.<Boolean>task(name(source, calibration), (progress, cancel) -> {
                    boolean asks = asks(project, source);
                    if (!asks) {
                        use(project, source, calibration);
                    }
                    return asks;
                })
                .latest(key(calibration))
                .onSuccess(asks -> {
                    if (asks) {
                        ask(project, source, calibration);
                    } else {
                        arrived();
                    }
                })
                .onFailure(error -> new Failures(dialogs).show("error.data", error))
                .start();
    }

    /** What was told about data before holds for others too. */
    static DataSource source(Project project, Path file) {
        Binding binding = project.dataSets()
                .evaluationSource()
                .or(project.dataSets()::calibrationSource)
                .map(known -> known.preprocessing().binding())
                .orElse(Binding.none());
        return new DataSource(
                file,
                DatasetReader.findLabels(file),
                Preprocessing.scaled(DatasetReader.defaultScale(file)).withBinding(binding),
                OptionalInt.empty());
    }

    /** Images come in many sizes and orders; for other data only what neither they nor the network tell is asked for. */
    static boolean asks(Project project, DataSource source) throws IOException {
        if (DatasetReader.isImages(source.samples())) {
            return true;
        }
        if (!leavesOpen(project.model())) {
            return false;
        }
        DataFit fit = project.dataSets().fit(source);
        return !fit.openAxes().isEmpty() || !fit.missingInputs().isEmpty();
    }

    private static boolean leavesOpen(Model model) {
        return model.inputs().size() > 1
                || model.inputs().stream()
                        .anyMatch(
                                input -> input.extents().stream().skip(1).anyMatch(extent -> extent == ValueInfo.FREE));
    }

    /** Shows how the present data are read, and lets that be changed. */
    void settings() {
        workbench.project().ifPresent(project -> {
            Optional<DataSource> evaluation = project.dataSets().evaluationSource();
            evaluation
                    .or(project.dataSets()::calibrationSource)
                    .ifPresent(source -> ask(project, source, evaluation.isEmpty()));
        });
    }

    private void ask(Project project, DataSource source, boolean calibration) {
        new DataForm(project, source, tasks, dialogs).show(stage, told -> use(told, calibration));
    }

    void use(DataSource source, boolean calibration) {
        workbench.project().ifPresent(project -> tasks.<Project>task(name(source, calibration), (progress, cancel) -> {
                    use(project, source, calibration);
                    return project;
                })
                .latest(key(calibration))
                .onSuccess(used -> arrived())
                .onFailure(error -> new Failures(dialogs).show("error.data", error))
                .start());
    }

    private static void use(Project project, DataSource source, boolean calibration) throws IOException {
        if (calibration) {
            project.dataSets().useForCalibration(source);
        } else {
            project.dataSets().use(source);
        }
    }

    private void arrived() {
        workbench.refresh();
        changed.run();
    }

    private static String key(boolean calibration) {
        return calibration ? "task.calibration" : "task.data";
    }

    private static Supplier<String> name(DataSource source, boolean calibration) {
        return Texts.supply(key(calibration), String.valueOf(source.samples().getFileName()));
    }
}
