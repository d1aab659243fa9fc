package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.model.DataSource;
import org.bitwright.project.Loading;
import org.bitwright.project.Project;
import org.bitwright.project.Recovery;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.recovery.KeptWorkViewModel;

/** Opening, saving and closing, with the questions that belong to it. What fails leaves the open project as it was. */
final class ProjectFlow {
    private static final String ELSEWHERE = "elsewhere";

    private final Workbench workbench;
    private final Dialogs dialogs;
    private final Settings settings;
    private final OpeningFlow opening;
    private final SavingFlow saving;
    private final KeptWorkViewModel kept;
    private final ConfigFlow configs;
    private final DataFlow data;
    private final JoiningFlow joining;
    private Runnable shown = () -> {};
    private Runnable shownAgain = () -> {};

    ProjectFlow(
            Workbench workbench, Tasks tasks, Dialogs dialogs, Settings settings, JoiningFlow joining, Stage stage) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        this.settings = settings;
        this.joining = joining;
        this.opening = new OpeningFlow(workbench.closings(), tasks, dialogs);
        this.saving = new SavingFlow(workbench, tasks, dialogs, settings);
        this.kept = new KeptWorkViewModel(workbench, tasks);
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
        if (files.size() == 1
                && FileKinds.isNetwork(files.get(0))
                && workbench.lacksNetwork().get()) {
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
        if (project && isOpen(file)) {
            goBack(file, then);
            return;
        }
        replace(file, loading -> project ? Project.load(file, loading) : Project.create(file), () -> {
            settings.opened(file);
            then.run();
        });
    }

    private boolean isOpen(Path file) {
        return workbench
                .project()
                .flatMap(Project::file)
                .filter(open -> open.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize()))
                .isPresent();
    }

    /** The open project is opened: as it was saved, if that is what is wanted, else it is shown as it is. */
    private void goBack(Path file, Runnable then) {
        if (!workbench.modifiedProperty().get()) {
            shownAgain.run();
            then.run();
            return;
        }
        dialogs.ask(
                        Texts.get("goBack.title"),
                        Texts.get("goBack.question", name(file)),
                        List.of(new Dialogs.Choice("back", Texts.get("goBack.back"))))
                .ifPresentOrElse(answer -> reopen(file, then), shownAgain);
    }

    /** Opens the file of the open project as others left it. Enter loses nothing. */
    void openTheirs(Path file) {
        dialogs.ask(
                        Texts.get("overtaken.open"),
                        Texts.get("overtaken.question", name(file)),
                        List.of(
                                new Dialogs.Choice(ELSEWHERE, Texts.get("save.elsewhere")),
                                new Dialogs.Choice("discard", Texts.get("unsaved.discard"))))
                .ifPresent(answer -> {
                    if (answer.id().equals(ELSEWHERE)) {
                        saving.saveAs(() -> open(file));
                    } else {
                        reopen(file, () -> {});
                    }
                });
    }

    /** Reads the file of the open project once more; that project stays until the file turns out to be one. */
    private void reopen(Path file, Runnable then) {
        workbench
                .project()
                .ifPresent(before -> saving.afterOthers(
                        () -> opening.open(file, loading -> inPlaceOf(before, file, loading), project -> {
                            show(project, () -> settings.opened(file));
                            then.run();
                        })));
    }

    private static Project inPlaceOf(Project before, Path file, Loading loading) throws IOException {
        before.saving().release();
        boolean loaded = false;
        try {
            Project project = Project.load(file, loading);
            loaded = true;
            return project;
        } finally {
            if (!loaded) {
                before.saving().holdAgain();
            }
        }
    }

    /** Runs when the project that is open already is opened again. */
    void setOnShownAgain(Runnable handler) {
        shownAgain = handler;
    }

    /** Opens a model with its data at one go. */
    void open(Path model, DataSource data, Optional<DataSource> calibration) {
        replace(
                model,
                loading -> {
                    Project project = Project.create(model);
                    try {
                        project.dataSets().use(data);
                        if (calibration.isPresent()) {
                            project.dataSets().useForCalibration(calibration.get());
                        }
                        return project;
                    } catch (IOException e) {
                        project.close();
                        throw e;
                    }
                },
                () -> settings.opened(model));
    }

    /** Opens work that was left: with unsaved changes, and nothing written over. */
    void recover(Recovery recovery) {
        Path file = recovery.project().orElse(recovery.model());
        put(file, recovery::open, project -> {
            kept.recovered(project);
            show(project, () -> {});
        });
    }

    private void replace(Path file, OpeningFlow.Source source, Runnable then) {
        put(file, source, project -> show(project, then));
    }

    /** Opening takes a while: what is done meanwhile is asked about as what was unsaved before it. */
    private void put(Path file, OpeningFlow.Source source, Consumer<Project> opened) {
        afterUnsaved(() -> {
            boolean given = workbench.modifiedProperty().get();
            opening.open(file, source, project -> {
                if (given || !workbench.modifiedProperty().get()) {
                    opened.accept(project);
                } else {
                    workbench.closings().close(project);
                    put(file, source, opened);
                }
            });
        });
    }

    private void show(Project project, Runnable then) {
        workbench.show(project);
        shown.run();
        then.run();
    }

    /** Runs after a project was opened and is shown. */
    void setOnShown(Runnable handler) {
        shown = handler;
    }

    KeptWorkViewModel kept() {
        return kept;
    }

    SavingFlow saving() {
        return saving;
    }

    void chooseData(boolean calibration) {
        data.choose(calibration);
    }

    DataFlow data() {
        return data;
    }

    void save(Runnable then) {
        saving.save(then);
    }

    void saveAs(Runnable then) {
        saving.saveAs(then);
    }

    void close() {
        afterUnsaved(workbench::close);
    }

    /** Runs {@code then} unless the user wants to stay with unsaved work. */
    void afterUnsaved(Runnable then) {
        saving.afterUnsaved(then);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
