package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bitwright.project.OvertakenProjectException;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectInUseException;
import org.bitwright.project.Succession;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Moments;
import org.bitwright.ui.common.Settings;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Saving, and the question that comes before unsaved work would be lost. */
final class SavingFlow {
    static final String PROJECT_ENDING = ".bitwright";
    private static final String SAVE = "save";
    private static final String ELSEWHERE = "elsewhere";
    private static final String REPLACE = "replace";

    private final Workbench workbench;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Settings settings;
    private Runnable before = () -> {};
    private Runnable after = () -> {};

    SavingFlow(Workbench workbench, Tasks tasks, Dialogs dialogs, Settings settings) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.settings = settings;
    }

    /** Runs before every saving: for what is taken down only then. */
    void setOnSave(Runnable handler) {
        before = handler;
    }

    /** Runs after every saving that succeeded. */
    void setOnSaved(Runnable handler) {
        after = handler;
    }

    void save(Runnable then) {
        workbench.project().ifPresent(open -> open.file()
                .ifPresentOrElse(file -> save(open, file, then), () -> saveAs(open, then)));
    }

    void saveAs(Runnable then) {
        workbench.project().ifPresent(open -> saveAs(open, then));
    }

    private void saveAs(Project open, Runnable then) {
        Dialogs.FileKind kind = new Dialogs.FileKind(Texts.get("open.kind.project"), List.of("*" + PROJECT_ENDING));
        dialogs.saveFile(Texts.get("save.title"), suggested(open), kind)
                .ifPresent(chosen -> save(open, chosen, withEnding(chosen), then));
    }

    private static String suggested(Project open) {
        String name = open.file().map(SavingFlow::name).orElse(open.model().fileName());
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + PROJECT_ENDING;
    }

    /** Without its ending a project would not be opened as one. */
    private static Path withEnding(Path chosen) {
        return name(chosen).endsWith(PROJECT_ENDING) ? chosen : chosen.resolveSibling(name(chosen) + PROJECT_ENDING);
    }

    /** The chooser has asked about the name that was chosen, not about the one with the ending. */
    private void save(Project open, Path chosen, Path file, Runnable then) {
        if (file.equals(chosen) || !Files.exists(file)) {
            save(open, file, then);
            return;
        }
        dialogs.ask(
                        Texts.get("save.title"),
                        Texts.get("save.exists", file),
                        List.of(new Dialogs.Choice(REPLACE, Texts.get("save.replace"))))
                .ifPresent(answer -> save(open, file, then));
    }

    private void save(Project open, Path file, Runnable then) {
        save(open, file, () -> open.save(file), then);
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private void save(Project open, Path file, Writing writing, Runnable then) {
        before.run();
        tasks.<Path>task(Texts.supply("task.save", name(file)), (progress, cancel) -> {
                    workbench.closings().await(cancel);
                    writing.write();
                    return file;
                })
                .latest(SAVE)
                .onSuccess(saved -> {
                    settings.opened(saved);
                    workbench.refresh();
                    after.run();
                    then.run();
                })
                .onFailure(error -> notSaved(open, file, error, then))
                .start();
    }

    /** A disk that is full or may not be written to is no reason to lose work. */
    private void notSaved(Project open, Path file, Throwable error, Runnable then) {
        if (error instanceof OvertakenProjectException overtaken) {
            askOvertaken(open, file, overtaken, then);
        } else if (error instanceof ProjectInUseException used) {
            askElsewhere(InUseTexts.sentence(name(file), used.holder()), List.of())
                    .ifPresent(answer -> saveAs(open, then));
        } else if (error instanceof IOException) {
            askElsewhere(FailureTexts.sentence(error), List.of()).ifPresent(answer -> saveAs(open, then));
        } else {
            new Failures(dialogs).show("error.save", error);
        }
    }

    /** Neither what is in the file nor what is in the window is lost, whatever the answer. */
    private void askOvertaken(Project open, Path file, OvertakenProjectException overtaken, Runnable then) {
        String question = Texts.get(
                "save.overtaken", name(file), Moments.dateAndClock(overtaken.changedAt()), name(overtaken.beside()));
        askElsewhere(question, List.of(new Dialogs.Choice(REPLACE, Texts.get("save.replace"))))
                .ifPresent(answer -> {
                    if (answer.id().equals(REPLACE)) {
                        save(open, file, () -> open.saving().replace(file), then);
                    } else {
                        saveAs(open, then);
                    }
                });
    }

    /** What Enter chooses writes over nothing. */
    private Optional<Dialogs.Choice> askElsewhere(String question, List<Dialogs.Choice> others) {
        List<Dialogs.Choice> choices = new ArrayList<>();
        choices.add(new Dialogs.Choice(ELSEWHERE, Texts.get("save.elsewhere")));
        choices.addAll(others);
        return dialogs.ask(Texts.get("error.save"), question, choices);
    }

    /** Runs {@code then} unless the user wants to stay with unsaved work, of the open project or one that steps lead to. */
    void afterUnsaved(Runnable then) {
        afterOpen(() -> afterOthers(then));
    }

    /** The same of those alone that steps lead to. */
    void afterOthers(Runnable then) {
        String redo = workbench.redoNameProperty().get().orElse("");
        afterOther(
                Succession::leadsToLongWork,
                Texts.get("unsaved.redo", redo),
                () -> afterOther(Succession::comesFromLongWork, Texts.get("unsaved.undo"), then));
    }

    /** Steps that are taken back or led on are no loss, but hours of training or searching are. */
    private void afterOther(Predicate<Succession> isAtStake, String question, Runnable then) {
        if (workbench.project().map(Project::succession).filter(isAtStake).isEmpty()) {
            then.run();
            return;
        }
        dialogs.ask(
                        Texts.get("unsaved.title"),
                        question,
                        List.of(new Dialogs.Choice("discard", Texts.get("unsaved.discard"))))
                .ifPresent(answer -> then.run());
    }

    private void afterOpen(Runnable then) {
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
                        // Saving takes a while, in which more may be done.
                        save(() -> afterOpen(then));
                    } else {
                        then.run();
                    }
                });
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
