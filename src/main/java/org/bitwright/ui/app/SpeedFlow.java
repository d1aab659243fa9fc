package org.bitwright.ui.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.runtime.LatencyComparison;
import org.bitwright.runtime.LatencyRun;
import org.bitwright.task.Parallel;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Measures how fast a written network is beside the open one: the one that was written last, or any. */
final class SpeedFlow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private Optional<Path> newest = Optional.empty();
    private Optional<SpeedWindow> shown = Optional.empty();

    SpeedFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        workbench.projectProperty().addListener(observable -> newest = Optional.empty());
    }

    /** Remembers a network that can be measured. */
    void written(Project project, Path file) {
        if (workbench.project().filter(project::equals).isPresent()) {
            newest = Optional.of(file);
        }
    }

    /** Measures the network that was written last; asks for one where there is none. */
    void measure() {
        newest.filter(Files::exists).ifPresentOrElse(this::measure, this::choose);
    }

    private void choose() {
        dialogs.openFile(
                        Texts.get("speed.choose"),
                        List.of(new Dialogs.FileKind(Texts.get("open.kind.model"), List.of("*.onnx"))))
                .ifPresent(this::measure);
    }

    void measure(Path file) {
        Project project = workbench.project().orElse(null);
        if (project == null) {
            return;
        }
        if (project.dataSets().evaluation().isEmpty()
                && project.dataSets().calibration().isEmpty()) {
            dialogs.inform(Texts.get("speed.title"), Texts.get("speed.noData"));
            return;
        }
        shown.ifPresent(SpeedWindow::close);
        SpeedWindow window = new SpeedWindow(file, this::choose);
        shown = Optional.of(window);
        TaskItem item = tasks.<LatencyComparison>task(
                        Texts.supply("task.speed", String.valueOf(file.getFileName())),
                        (progress, cancel) -> project.exporting()
                                .latency(file, Parallel.threads(), LatencyRun.BATCHES, progress, cancel))
                .latest("speed")
                .onSuccess(window::show)
                .onFailure(error -> {
                    window.close();
                    new Failures(dialogs).show("error.speed", error);
                })
                .start();
        window.open(stage, item);
    }
}
