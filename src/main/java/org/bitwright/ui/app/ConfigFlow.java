package org.bitwright.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bitwright.export.ConfigImport;
import org.bitwright.model.Phrase;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Puts a configuration file on the open model: one undo step, after which it can be edited like any other. */
final class ConfigFlow {
    private static final List<String> ENDINGS = List.of(".json", ".encodings", ".cache");
    private static final int MOST_TOLD = 12;

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;

    ConfigFlow(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
    }

    static boolean looksLikeConfig(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && !FileKinds.isCertain(file);
    }

    void choose() {
        dialogs.openFile(
                        Texts.get("config.title"),
                        List.of(
                                new Dialogs.FileKind(
                                        Texts.get("config.kind"),
                                        ENDINGS.stream()
                                                .map(ending -> "*" + ending)
                                                .toList()),
                                new Dialogs.FileKind(Texts.get("kind.any"), List.of("*"))))
                .ifPresent(this::open);
    }

    void open(Path file) {
        Project project = workbench.project().orElse(null);
        if (project == null) {
            dialogs.inform(Texts.get("config.title"), Texts.get("config.modelFirst"));
            return;
        }
        tasks.<ConfigImport>task(
                        Texts.supply("task.config", String.valueOf(file.getFileName())),
                        (progress, cancel) -> project.choices().read(file, cancel))
                .latest("config")
                .onSuccess(read -> arrived(project, file, read))
                .onFailure(error -> new Failures(dialogs).show("error.config", error))
                .start();
    }

    private void arrived(Project project, Path file, ConfigImport read) {
        if (workbench.project().filter(project::equals).isEmpty()) {
            return;
        }
        workbench.edit(Texts.supply("edit.config", String.valueOf(file.getFileName())), read.config());
        List<Phrase> differences = read.differences();
        if (!differences.isEmpty()) {
            StringBuilder message = new StringBuilder(Texts.get("config.differences"));
            differences.stream().limit(MOST_TOLD).forEach(difference -> message.append("\n• ")
                    .append(Texts.of(difference)));
            if (differences.size() > MOST_TOLD) {
                message.append("\n").append(Texts.get("config.more", Numbers.count(differences.size() - MOST_TOLD)));
            }
            dialogs.inform(Texts.get("config.title"), message.toString());
        }
    }
}
