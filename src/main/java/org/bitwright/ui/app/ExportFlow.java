package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.stage.Stage;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.Project;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.problems.ProblemsViewModel;

/**
 * Writes the present configuration to a file. Says before what the target cannot run, and afterwards what the file is
 * worth.
 */
final class ExportFlow {
    private static final String ANYWAY = "anyway";
    private static final int MOST_TOLD = 8;
    /** What no runtime reads: rules of a target have nothing to say about it. */
    private static final Set<ExportTarget> OWN = Set.of(
            ExportTarget.CONFIG,
            ExportTarget.CSV,
            ExportTarget.HUFFMAN,
            ExportTarget.SAFETENSORS,
            ExportTarget.PTH,
            ExportTarget.REPORT);

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final ProblemsViewModel problems;
    private final Stage stage;
    private final SpeedFlow speed;
    private final CalibrationFlow calibration;
    private Optional<ExportWindow> shown = Optional.empty();

    ExportFlow(
            Workbench workbench,
            Tasks tasks,
            Dialogs dialogs,
            ProblemsViewModel problems,
            Stage stage,
            SpeedFlow speed) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.problems = problems;
        this.stage = stage;
        this.speed = speed;
        calibration = new CalibrationFlow(workbench, dialogs);
    }

    SpeedFlow speed() {
        return speed;
    }

    void export(ExportTarget target) {
        workbench.project().filter(this::knowsRanges).ifPresent(project -> dialogs.saveFile(
                        Texts.get("export.title"),
                        suggestedName(project, target),
                        new Dialogs.FileKind(Texts.get("export." + target.name()), List.of("*." + target.extension())))
                .ifPresent(file -> plan(project, target, file)));
    }

    /** Ranges of activations need calibration data. */
    private boolean knowsRanges(Project project) {
        return !project.config().needsStatistics()
                || calibration
                        .samples(project, "statistics.noDataAtAll", "statistics.reserve")
                        .isPresent();
    }

    private static String suggestedName(Project project, ExportTarget target) {
        String model = project.model().fileName();
        int dot = model.lastIndexOf('.');
        return (dot > 0 ? model.substring(0, dot) : model) + "-" + target.id() + "." + target.extension();
    }

    /** Nothing is written before the user knows what breaks the target's rules. */
    private void plan(Project project, ExportTarget target, Path file) {
        if (OWN.contains(target) || !project.config().quantizesActivations()) {
            write(project, target, file);
            return;
        }
        tasks.<ActivationPlan>task(
                        Texts.supply("task.export", String.valueOf(file.getFileName())),
                        (progress, cancel) -> project.activations().plan(project.config(), progress, cancel))
                .whenSlow()
                .onSuccess(plan -> {
                    if (plan.violations().isEmpty() || agreed(project, plan.violations())) {
                        write(project, target, file);
                    }
                })
                .onFailure(error -> new Failures(dialogs).show("error.export", error))
                .start();
    }

    private boolean agreed(Project project, List<RuleNote> violations) {
        String target = Texts.get("target." + project.config().target().name());
        StringBuilder question =
                new StringBuilder(Texts.get("export.violations", target, Numbers.count(violations.size())));
        violations.stream().limit(MOST_TOLD).forEach(note -> question.append("\n• ")
                .append(RuleTexts.sentence(note)));
        if (violations.size() > MOST_TOLD) {
            question.append("\n").append(Texts.get("config.more", Numbers.count(violations.size() - MOST_TOLD)));
        }
        return dialogs.ask(
                        Texts.get("export.violations.title"),
                        question.toString(),
                        List.of(new Dialogs.Choice(ANYWAY, Texts.get("export.anyway"))))
                .isPresent();
    }

    private void write(Project project, ExportTarget target, Path file) {
        tasks.<ExportResult>task(
                        Texts.supply("task.export", String.valueOf(file.getFileName())),
                        (progress, cancel) -> project.exporting().export(target, file, progress, cancel))
                .onSuccess(result -> show(project, result))
                .onFailure(error -> new Failures(dialogs).show("error.export", error))
                .start();
    }

    private void show(Project project, ExportResult result) {
        if (workbench.project().filter(project::equals).isEmpty()) {
            return;
        }
        problems.exported(result);
        if (result.graph().isPresent()) {
            speed.written(project, result.path());
        }
        shown.ifPresent(ExportWindow::close);
        ExportWindow window = new ExportWindow(result);
        shown = Optional.of(window);
        window.show(stage, () -> speed.measure(result.path()));
    }
}
