package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.export.ExportResult;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.problems.ProblemsViewModel;

/** Writes the present configuration to a file and tells how near the file's outputs are to the workbench's own. */
final class ExportFlow {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final ProblemsViewModel problems;

    ExportFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, ProblemsViewModel problems) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.problems = problems;
    }

    void export(ExportTarget target) {
        workbench.project().ifPresent(project -> dialogs.saveFile(
                        Texts.get("export.title"),
                        suggestedName(project, target),
                        new Dialogs.FileKind(Texts.get("export." + target.name()), List.of("*." + target.extension())))
                .ifPresent(file -> export(project, target, file)));
    }

    private static String suggestedName(Project project, ExportTarget target) {
        String model = project.model().fileName();
        int dot = model.lastIndexOf('.');
        return (dot > 0 ? model.substring(0, dot) : model) + "-" + target.id() + "." + target.extension();
    }

    private void export(Project project, ExportTarget target, Path file) {
        tasks.<ExportResult>task(
                        Texts.get("task.export", String.valueOf(file.getFileName())),
                        (progress, cancel) -> project.export(target, file, progress, cancel))
                .onSuccess(this::show)
                .onFailure(error -> new Failures(dialogs).show("error.export", error))
                .start();
    }

    private void show(ExportResult result) {
        problems.exported(result.losses());
        StringBuilder message = new StringBuilder(
                Texts.get("export.written", String.valueOf(result.path()), Numbers.bytes(result.bytes())));
        if (result.parity().isPresent()) {
            message.append("\n\n")
                    .append(Texts.get(
                            "export.parity",
                            Numbers.shortText(result.parity().getAsDouble()),
                            Numbers.count(result.paritySamples())));
        } else if (result.target() == ExportTarget.QDQ || result.target() == ExportTarget.SIMULATED) {
            message.append("\n\n").append(Texts.get("export.noParity"));
        }
        result.losses().forEach(loss -> message.append("\n\n• ").append(loss));
        dialogs.inform(Texts.get("export.done"), message.toString());
    }
}
