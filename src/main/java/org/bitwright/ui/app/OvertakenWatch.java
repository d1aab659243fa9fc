package org.bitwright.ui.app;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.stage.Stage;
import org.bitwright.project.Project;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** Looks whether somebody else changed the project's file whenever the user comes back to the window. */
final class OvertakenWatch {
    private final Workbench workbench;
    private final Tasks tasks;
    private final ReadOnlyObjectWrapper<Optional<Instant>> changed = new ReadOnlyObjectWrapper<>(Optional.empty());
    private Optional<Instant> dismissed = Optional.empty();

    /** Held here alone: a stage that outlives what it shows must not keep it. */
    private final ChangeListener<Boolean> back;

    OvertakenWatch(Stage stage, Workbench workbench, Tasks tasks) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.back = (property, before, focused) -> {
            if (focused) {
                look();
            }
        };
        stage.focusedProperty().addListener(new WeakChangeListener<>(back));
        workbench.projectProperty().addListener(observable -> forget());
    }

    private void look() {
        workbench.project().filter(open -> open.file().isPresent()).ifPresent(open -> tasks.<Optional<Instant>>task(
                        Texts.supply("task.overtaken"),
                        (progress, cancel) -> open.saving().overtakenAt())
                .latest("overtaken")
                .hidden()
                .onSuccess(found -> show(open, found))
                // A file that cannot be read now is told of when it is saved to.
                .onFailure(error -> {})
                .start());
    }

    private void show(Project looked, Optional<Instant> found) {
        if (workbench.project().filter(looked::equals).isPresent()) {
            found.ifPresent(at -> workbench.refresh());
            changed.set(found.filter(at -> !dismissed.equals(Optional.of(at))));
        }
    }

    /** Saving settles it, and another project has another file. */
    void forget() {
        dismissed = Optional.empty();
        changed.set(Optional.empty());
    }

    /** When somebody changed the file that is shown; empty where nobody did, or the user knows. */
    ReadOnlyObjectProperty<Optional<Instant>> changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /** The user knows: nothing is said until it is changed again. */
    void dismiss() {
        dismissed = changed.get();
        changed.set(Optional.empty());
    }
}
