package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.project.ChangedFileException;
import org.bitwright.project.DamagedProjectException;
import org.bitwright.project.FileRole;
import org.bitwright.project.Loading;
import org.bitwright.project.MissingFileException;
import org.bitwright.project.PreviousCopy;
import org.bitwright.project.Project;
import org.bitwright.project.ProjectHolder;
import org.bitwright.project.ProjectInUseException;
import org.bitwright.task.CancelToken;
import org.bitwright.ui.common.Closings;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/**
 * Opens a project in the background and puts to the user what stands in the way: that it is open elsewhere, that files
 * are missing or changed, that it is damaged. Each answer is another attempt.
 */
final class OpeningFlow {
    private static final String LOCATE = "locate";
    private static final String LOCATE_FOLDER = "locateFolder";
    private static final String WITHOUT = "without";
    private static final String ACCEPT = "accept";

    private final Closings closings;
    private final Tasks tasks;
    private final Dialogs dialogs;
    private final Failures failures;
    private Optional<TaskItem> running = Optional.empty();
    private int newest;

    OpeningFlow(Closings closings, Tasks tasks, Dialogs dialogs) {
        this.closings = closings;
        this.tasks = tasks;
        this.dialogs = dialogs;
        this.failures = new Failures(dialogs);
    }

    /** Makes a project; runs in the background. */
    @FunctionalInterface
    interface Source {
        Project open(Loading loading) throws IOException;
    }

    /**
     * What is opened and how far that has come.
     *
     * @param file for people and, if it is a damaged project, to be restored
     * @param opened what happens to the project
     */
    private record Attempt(Path file, Source source, Loading loading, Consumer<Project> opened) {
        Attempt with(Loading next) {
            return new Attempt(file, source, next, opened);
        }

        String name() {
            return String.valueOf(file.getFileName());
        }
    }

    void open(Path file, Source source, Consumer<Project> opened) {
        start(new Attempt(file, source, Loading.usual(), opened));
    }

    /** In the place of whatever was being opened. A project that comes too late is closed, so that others may open it. */
    private void start(Attempt attempt) {
        running.ifPresent(TaskItem::cancel);
        newest++;
        int number = newest;
        running = Optional.of(tasks.<Project>task(
                        Texts.supply("task.open", attempt.name()), (progress, cancel) -> opened(attempt, cancel))
                .onSuccess(project -> {
                    if (number == newest) {
                        attempt.opened().accept(project);
                    } else {
                        closings.close(project);
                    }
                })
                .onFailure(error -> {
                    if (number == newest) {
                        ask(attempt, error);
                    }
                })
                .start());
    }

    private Project opened(Attempt attempt, CancelToken cancel) throws IOException, InterruptedException {
        // What was left a moment ago may hold the very file.
        closings.await(cancel);
        Project project = attempt.source().open(attempt.loading());
        if (cancel.isCancelled()) {
            project.close();
        }
        cancel.throwIfCancelled();
        return project;
    }

    private void ask(Attempt attempt, Throwable error) {
        if (error instanceof ProjectInUseException used) {
            askInUse(attempt, used.holder());
        } else if (error instanceof MissingFileException missing) {
            askMissing(attempt, missing);
        } else if (error instanceof ChangedFileException changed) {
            askChanged(attempt, changed);
        } else if (error instanceof DamagedProjectException damaged) {
            askDamaged(attempt, damaged);
        } else {
            failures.show("error.open", error);
        }
    }

    private void askInUse(Attempt attempt, ProjectHolder holder) {
        dialogs.ask(
                        Texts.get("inUse.title"),
                        InUseTexts.sentence(attempt.name(), holder) + "\n\n" + Texts.get("inUse.copyNote"),
                        List.of(new Dialogs.Choice("copy", Texts.get("inUse.copy"))))
                .ifPresent(answer -> start(attempt.with(attempt.loading().copy())));
    }

    private void askMissing(Attempt attempt, MissingFileException missing) {
        FileRole role = missing.role();
        String question = Texts.get("missing.question", attempt.name(), role(role), missing.lastKnown());
        put(attempt, role, Texts.get("missing.title"), question, List.of());
    }

    private void askChanged(Attempt attempt, ChangedFileException changed) {
        FileRole role = changed.role();
        String found = Texts.get("changed.question", role(role), attempt.name(), changed.changed());
        if (changed.canBeAccepted()) {
            boolean model = !role.canBeLeftOut();
            put(
                    attempt,
                    role,
                    Texts.get("changed.title"),
                    found + "\n\n" + Texts.get(model ? "changed.lostOfModel" : "changed.lostOfData"),
                    List.of(new Dialogs.Choice(ACCEPT, Texts.get("changed.accept"))));
        } else {
            String reason = Optional.ofNullable(changed.getCause())
                    .map(FailureTexts::sentence)
                    .orElse("");
            put(
                    attempt,
                    role,
                    Texts.get("changed.title"),
                    found + "\n\n" + Texts.get("changed.unreadable", reason),
                    List.of());
        }
    }

    /** Asks with what can always be done about a file that is not as it was. */
    private void put(Attempt attempt, FileRole role, String title, String question, List<Dialogs.Choice> special) {
        List<Dialogs.Choice> choices = new ArrayList<>();
        // What Enter chooses loses nothing.
        choices.add(new Dialogs.Choice(LOCATE, Texts.get("missing.locate")));
        choices.addAll(special);
        if (role == FileRole.EVALUATION || role == FileRole.CALIBRATION || role == FileRole.TRAINING) {
            choices.add(new Dialogs.Choice(LOCATE_FOLDER, Texts.get("missing.locateFolder")));
        }
        if (role.canBeLeftOut()) {
            choices.add(new Dialogs.Choice(WITHOUT, Texts.get("missing.without")));
        }
        dialogs.ask(title, question, choices).ifPresent(answer -> answered(attempt, role, answer.id()));
    }

    private void answered(Attempt attempt, FileRole role, String answer) {
        switch (answer) {
            case ACCEPT -> start(attempt.with(attempt.loading().accepting(role)));
            case WITHOUT -> start(attempt.with(attempt.loading().without(role)));
            case LOCATE_FOLDER -> found(attempt, role, dialogs.openFolder(Texts.get("missing.where", role(role))));
            default ->
                found(
                        attempt,
                        role,
                        dialogs.openFile(
                                Texts.get("missing.where", role(role)),
                                List.of(new Dialogs.FileKind(Texts.get("kind.any"), List.of("*")))));
        }
    }

    private void found(Attempt attempt, FileRole role, Optional<Path> place) {
        place.ifPresent(file -> start(attempt.with(attempt.loading().withFound(role, file))));
    }

    private void askDamaged(Attempt attempt, DamagedProjectException damaged) {
        dialogs.ask(
                        Texts.get("damaged.title"),
                        Texts.get("damaged.question", FailureTexts.sentence(damaged), attempt.name()),
                        List.of(new Dialogs.Choice("restore", Texts.get("damaged.restore"))))
                .ifPresent(answer -> restore(attempt));
    }

    private void restore(Attempt attempt) {
        tasks.<Path>task(Texts.supply("task.restore", attempt.name()), (progress, cancel) -> {
                    PreviousCopy.restore(attempt.file());
                    return attempt.file();
                })
                .onSuccess(restored -> start(attempt))
                .onFailure(error -> failures.show("error.open", error))
                .start();
    }

    private static String role(FileRole role) {
        return Texts.get("fileRole." + role.name());
    }
}
