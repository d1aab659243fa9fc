package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.bitwright.model.DataSource;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** Opening training data for the open model. What must be told about them is asked for once, with a look at them. */
final class TrainingDataFlow {
    private final Project project;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private Runnable changed = () -> {};

    TrainingDataFlow(Project project, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.project = project;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
    }

    void setOnChanged(Runnable listener) {
        changed = listener;
    }

    void chooseFile() {
        dialogs.openFile(
                        Texts.get("trainingData.title"),
                        List.of(DataFlow.fileKind(), new Dialogs.FileKind(Texts.get("kind.any"), List.of("*"))))
                .ifPresent(this::open);
    }

    void chooseFolder() {
        dialogs.openFolder(Texts.get("trainingData.title")).ifPresent(this::open);
    }

    /** Goes back to the calibration samples. */
    void drop() {
        project.training().dropData();
        changed.run();
    }

    private void open(Path file) {
        DataSource source = DataFlow.source(project, file);
        tasks.<Boolean>task(name(source), (progress, cancel) -> {
                    boolean asks = DataFlow.asks(project, source);
                    if (!asks) {
                        project.training().useData(source);
                    }
                    return asks;
                })
                .latest("training data")
                .onSuccess(asks -> {
                    if (asks) {
                        new DataForm(project, source, tasks, dialogs).show(stage, this::use);
                    } else {
                        changed.run();
                    }
                })
                .onFailure(error -> new Failures(dialogs).show("error.data", error))
                .start();
    }

    private void use(DataSource told) {
        tasks.<Project>task(name(told), (progress, cancel) -> {
                    project.training().useData(told);
                    return project;
                })
                .latest("training data")
                .onSuccess(used -> changed.run())
                .onFailure(error -> new Failures(dialogs).show("error.data", error))
                .start();
    }

    private static Supplier<String> name(DataSource source) {
        return Texts.supply("task.trainingData", String.valueOf(source.samples().getFileName()));
    }
}
