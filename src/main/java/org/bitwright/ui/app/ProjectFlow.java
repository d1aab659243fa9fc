package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;
import org.bitwright.model.DataSource;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Opening, saving and closing, with the questions that belong to it. What fails leaves the open project as it was. */
final class ProjectFlow {
    private static final String SAVE = "save";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Failures failures;
    private final Settings settings;
    private final ConfigFlow configs;
    private final DataFlow data;
    private final JoiningFlow joining;

    ProjectFlow(
            Workbench workbench,
            Tasks tasks,
            Dialogs dialogs,
            Settings settings,
            JoiningFlow joining,
            Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.failures = new Failures(dialogs);
        this.settings = settings;
        this.joining = joining;
        this.data = new DataFlow(workbench, tasks, dialogs, stage);
        this.configs = new ConfigFlow(workbench, tasks, dialogs);
    }

    ConfigFlow configs() {
        return configs;
    }

    /** Runs after other data were opened. */
    void onDataChanged(Runnable handler) {
        data.onChanged(handler);
    }

    void chooseAndOpen() {
        dialogs.openFile(Texts.get("open.title"), FileKinds.kinds()).ifPresent(this::open);
    }

    /**
     * Opens files as they are dropped or named on the command line: a model or project, then data, configurations.
     * Arrays of NumPy are data where there is a network that can be run on them, else weights.
     */
    void openAll(List<Path> files) {
        if (files.size() == 1 && FileKinds.isNetwork(files.get(0)) && workbench.lacksNetwork().get()) {
            joinOrOpen(files.get(0));
            return;
        }
        boolean forNetwork = workbench.project().filter(Project::hasNetwork).isPresent()
                || files.stream().anyMatch(FileKinds::isCertain);
        List<Path> samples = files.stream()
                .filter(file -> DataFlow.looksLikeData(file) && (forNetwork || !FileKinds.isArrays(file)))
                .toList();
        List<Path> choices = files.stream().filter(ConfigFlow::looksLikeConfig).toList();
        Runnable rest = () -> {
            samples.forEach(file -> data.open(file, false));
            choices.forEach(configs::open);
        };
        files.stream()
                .filter(file -> !samples.contains(file) && !choices.contains(file))
                .findFirst()
                .ifPresentOrElse(model -> open(model, rest), rest);
    }

    /** A network that is dropped on weights may be meant for them. */
    private void joinOrOpen(Path network) {
        String weights = workbench.project().orElseThrow().model().fileName();
        dialogs.ask(
                        name(network),
                        Texts.get("join.question", weights, name(network)),
                        List.of(
                                new Dialogs.Choice("join", Texts.get("join.join")),
                                new Dialogs.Choice("open", Texts.get("join.open"))))
                .ifPresent(answer -> {
                    if (answer.id().equals("join")) {
                        joining.join(network);
                    } else {
                        open(network);
                    }
                });
    }

    void open(Path file) {
        open(file, () -> {});
    }

    private void open(Path file, Runnable then) {
        boolean project = FileKinds.isProject(file);
        replace(name(file), () -> project ? Project.load(file) : Project.create(file), () -> {
            settings.opened(file);
            then.run();
        });
    }

    /** Opens a model with its data at one go. */
    void open(Path model, DataSource data, Optional<DataSource> calibration) {
        replace(
                name(model),
                () -> {
                    Project project = Project.create(model);
                    try {
                        project.useData(data);
                        if (calibration.isPresent()) {
                            project.useCalibrationData(calibration.get());
                        }
                        return project;
                    } catch (IOException e) {
                        project.close();
                        throw e;
                    }
                },
                () -> settings.opened(model));
    }

    private void replace(String name, Opening opening, Runnable then) {
        afterUnsaved(
                () -> tasks.<Project>task(Texts.get("task.open", name), (progress, cancel) -> opened(opening, cancel))
                        .latest("open")
                        .onSuccess(project -> {
                            workbench.show(project);
                            then.run();
                        })
                        .onFailure(error -> failures.show("error.open", error))
                        .start());
    }

    private static Project opened(Opening opening, CancelToken cancel) throws IOException {
        Project project = opening.open();
        if (cancel.isCancelled()) {
            project.close();
        }
        cancel.throwIfCancelled();
        return project;
    }

    void chooseData(boolean calibration) {
        data.choose(calibration);
    }

    DataFlow data() {
        return data;
    }

    void save(Runnable then) {
        Project open = workbench.project().orElse(null);
        if (open == null) {
            return;
        }
        open.file().ifPresentOrElse(file -> save(open, file, then), () -> saveAs(then));
    }

    void saveAs(Runnable then) {
        Project open = workbench.project().orElse(null);
        if (open == null) {
            return;
        }
        String model = open.model().fileName();
        int dot = model.lastIndexOf('.');
        String suggested = (dot > 0 ? model.substring(0, dot) : model) + FileKinds.PROJECT;
        dialogs.saveFile(
                        Texts.get("save.title"),
                        suggested,
                        new Dialogs.FileKind(Texts.get("open.kind.project"), List.of("*" + FileKinds.PROJECT)))
                .ifPresent(file -> save(open, file, then));
    }

    private void save(Project open, Path file, Runnable then) {
        tasks.<Path>task(Texts.get("task.save", name(file)), (progress, cancel) -> {
                    open.save(file);
                    return file;
                })
                .latest(SAVE)
                .onSuccess(saved -> {
                    settings.opened(saved);
                    workbench.refresh();
                    then.run();
                })
                .onFailure(error -> failures.show("error.save", error))
                .start();
    }

    void close() {
        afterUnsaved(workbench::close);
    }

    /** Runs {@code then} unless the user wants to stay with unsaved work. */
    void afterUnsaved(Runnable then) {
        if (!workbench.modifiedProperty().get()) {
            then.run();
            return;
        }
        dialogs.ask(
                        Texts.get("unsaved.title"),
                        Texts.get("unsaved.question"),
                        List.of(
                                new Dialogs.Choice(SAVE, Texts.get("unsaved.save")),
                                new Dialogs.Choice("discard", Texts.get("unsaved.discard"))))
                .ifPresent(answer -> {
                    if (answer.id().equals(SAVE)) {
                        save(then);
                    } else {
                        then.run();
                    }
                });
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Makes a project; runs in the background. */
    @FunctionalInterface
    private interface Opening {
        Project open() throws IOException;
    }
}
