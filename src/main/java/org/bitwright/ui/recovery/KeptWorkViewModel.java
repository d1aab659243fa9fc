package org.bitwright.ui.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitwright.project.Autosave;
import org.bitwright.project.AutosaveState;
import org.bitwright.project.Project;
import org.bitwright.ui.common.FailureTexts;
import org.bitwright.ui.common.Moments;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Keeps the unsaved work of whatever project is open, and says how far it is kept. */
public final class KeptWorkViewModel {
    private final Workbench workbench;
    private final Tasks tasks;
    private final Duration delay;
    private final ReadOnlyObjectWrapper<AutosaveState> state = new ReadOnlyObjectWrapper<>(new AutosaveState.Idle());
    private Optional<Autosave> autosave = Optional.empty();
    private Optional<Project> recovered = Optional.empty();

    public KeptWorkViewModel(Workbench workbench, Tasks tasks) {
        this(workbench, tasks, Autosave.USUAL_DELAY);
    }

    KeptWorkViewModel(Workbench workbench, Tasks tasks, Duration delay) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.delay = delay;
        workbench.projectProperty().addListener((property, before, now) -> follow(now));
    }

    /** The project before is still open here, and is closed in the background. */
    private void follow(Optional<Project> now) {
        autosave.ifPresent(before -> workbench.beforeClosing(before::close));
        state.set(new AutosaveState.Idle());
        autosave = now.map(project -> Autosave.of(project, delay, tasks.feed(heard -> heard(project, heard))));
    }

    private void heard(Project project, AutosaveState heard) {
        if (workbench.project().filter(project::equals).isPresent()) {
            state.set(heard);
        }
    }

    public ReadOnlyObjectProperty<AutosaveState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The project that will be shown was left by a program that did not end in order. */
    public void recovered(Project project) {
        recovered = Optional.of(project);
    }

    /** Whether the open project was recovered and has not been saved since. */
    public boolean isRecovered() {
        return workbench.modifiedProperty().get() && workbench.project().equals(recovered) && recovered.isPresent();
    }

    /** Whether unsaved work would be lost in a crash, for a reason that the user should know. */
    boolean isInDanger() {
        return workbench.modifiedProperty().get() && state.get() instanceof AutosaveState.Failed;
    }

    /** Empty where there is nothing that could be saved. */
    String text() {
        if (!workbench.modifiedProperty().get()) {
            return workbench.project().flatMap(Project::file).isPresent() ? Texts.get("kept.saved") : "";
        }
        AutosaveState now = state.get();
        if (now instanceof AutosaveState.Kept kept) {
            return Texts.get("kept.kept", Moments.clock(kept.at()));
        }
        return Texts.get(now instanceof AutosaveState.Failed ? "kept.failed" : "kept.unsaved");
    }

    String explanation() {
        if (!workbench.modifiedProperty().get()) {
            return workbench
                    .project()
                    .flatMap(Project::file)
                    .map(file -> Texts.get("kept.saved.exact", file))
                    .orElse("");
        }
        AutosaveState now = state.get();
        if (now instanceof AutosaveState.Kept kept) {
            return Texts.get("kept.kept.exact", Moments.dateAndClock(kept.at()));
        }
        if (now instanceof AutosaveState.Failed failed) {
            String sentence = Texts.get("kept.failed.exact", FailureTexts.sentence(failed.cause()));
            Optional<Instant> older = failed.older();
            return older.map(at -> sentence + "\n" + Texts.get("kept.failed.older", Moments.dateAndClock(at)))
                    .orElse(sentence);
        }
        return Texts.get("kept.unsaved.exact");
    }
}
