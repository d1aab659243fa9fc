package org.bitwright.ui.app;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javafx.stage.Stage;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.project.ImprovementResult;
import org.bitwright.project.Project;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Improves weights in the background, makes the result the project's in one step, and shows what it gained. */
final class ImproveFlow {
    private static final String APPLY = "apply";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Stage stage;
    private final CalibrationFlow calibration;

    ImproveFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Stage stage) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.stage = stage;
        calibration = new CalibrationFlow(workbench, dialogs);
    }

    /** Asks for which layers, then improves them. */
    void ask(ImprovementKind kind) {
        workbench.project().ifPresent(project -> {
            OptionalInt samples = calibrationSamples(project, kind);
            if (samples.isPresent()) {
                List<String> all = workbench.rows().stream().map(LayerRow::name).toList();
                List<String> selected =
                        workbench.selected().stream().map(LayerRow::name).toList();
                new ImproveForm(kind, all, selected, samples.getAsInt())
                        .show(stage, layers -> run(project, kind, layers));
            }
        });
    }

    private OptionalInt calibrationSamples(Project project, ImprovementKind kind) {
        boolean without = project.dataSets().calibration().isEmpty() && !kind.needsCalibration();
        return without ? OptionalInt.of(0) : calibration.samples(project, "improve.noData", "improve.reserve");
    }

    private void run(Project project, ImprovementKind kind, List<String> layers) {
        tasks.<ImprovementResult>task(
                        () -> Texts.get("task.improve", ChangedTexts.improvement(kind.id())),
                        (progress, cancel) ->
                                project.improve(kind, layers, ImprovementOptions.defaults(), progress, cancel))
                .latest("improve")
                .onSuccess(result -> arrived(project, result))
                .onFailure(error -> new Failures(dialogs).show("error.improve", error))
                .start();
    }

    private void arrived(Project project, ImprovementResult result) {
        if (workbench.project().filter(project::equals).isEmpty()) {
            return;
        }
        boolean stale = !project.config().equals(result.from());
        if (stale && !agreed(result)) {
            return;
        }
        workbench.edit(stepName(result), result.config());
        new ImprovementWindow(result).show(stage, workbench::undo);
    }

    /** Edits made meanwhile would be given up. */
    private boolean agreed(ImprovementResult result) {
        return dialogs.ask(
                        ChangedTexts.improvement(result.improvement().kind().id()),
                        Texts.get("improve.stale"),
                        List.of(new Dialogs.Choice(APPLY, Texts.get("improve.stale.use"))))
                .isPresent();
    }

    private static Supplier<String> stepName(ImprovementResult result) {
        List<ImprovedLayer> changed = result.improvement().layers().stream()
                .filter(ImprovedLayer::isChanged)
                .toList();
        String first = changed.isEmpty() ? "" : changed.get(0).name();
        Supplier<String> subject =
                changed.size() == 1 ? () -> first : Texts.supply("edit.layers", Numbers.count(changed.size()));
        String kind = result.improvement().kind().id();
        Supplier<String> improvement = () -> ChangedTexts.improvement(kind);
        return Texts.supply("edit.improve", subject, improvement);
    }
}
