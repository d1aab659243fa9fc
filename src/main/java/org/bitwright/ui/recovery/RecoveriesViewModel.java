package org.bitwright.ui.recovery;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.project.Recoveries;
import org.bitwright.project.Recovery;
import org.bitwright.ui.common.Moments;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** Unsaved work that was left by programs that did not end in order; looked for in the background. */
public final class RecoveriesViewModel {
    private final Tasks tasks;
    private final ObservableList<Recovery> found = FXCollections.observableArrayList();

    public RecoveriesViewModel(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Newest first. */
    public ObservableList<Recovery> found() {
        return found;
    }

    public void search() {
        search(() -> {});
    }

    /** @param then runs if there are any */
    public void search(Runnable then) {
        tasks.<List<Recovery>>task(Texts.supply("task.recoveries"), (progress, cancel) -> Recoveries.found())
                .latest("recoveries")
                .hidden()
                .onSuccess(now -> {
                    show(now);
                    if (!now.isEmpty()) {
                        then.run();
                    }
                })
                .start();
    }

    private void show(List<Recovery> now) {
        if (!now.equals(found)) {
            found.setAll(now);
        }
    }

    public void discard(Recovery recovery) {
        tasks.<List<Recovery>>task(Texts.supply("task.discard"), (progress, cancel) -> {
                    recovery.discard();
                    return Recoveries.found();
                })
                .hidden()
                .onSuccess(this::show)
                .start();
    }

    /** What it is called: as the project file, or as the model where there is none. */
    public static String name(Recovery recovery) {
        return String.valueOf(recovery.project().orElse(recovery.model()).getFileName());
    }

    /** When it was kept and where it belongs. */
    static String time(Recovery recovery) {
        String at = Moments.dateAndClock(recovery.savedAt());
        return Texts.get(recovery.project().isPresent() ? "recovery.kept" : "recovery.neverSaved", at);
    }

    static String place(Recovery recovery) {
        return recovery.project()
                .map(project -> Texts.get(
                        "recovery.of", Optional.ofNullable(project.getParent()).orElse(project)))
                .orElseGet(() -> Texts.get("recovery.model", recovery.model()));
    }
}
