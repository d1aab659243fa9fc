package org.bitwright.ui.common;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The files opened last, and which of them are there. That is looked up in the background: a drive may be slow. */
public final class RecentFiles {

    /** @param missing whether it was not there when it was looked for last */
    public record RecentFile(Path path, boolean missing) {}

    private final ObservableList<Path> recent;
    private final Tasks tasks;
    private final ObservableList<RecentFile> files = FXCollections.observableArrayList();
    private final Set<Path> missing = new HashSet<>();

    public RecentFiles(Settings settings, Tasks tasks) {
        recent = settings.recent();
        this.tasks = tasks;
        recent.addListener((InvalidationListener) observable -> show());
        show();
    }

    /** Newest first. */
    public ObservableList<RecentFile> files() {
        return files;
    }

    /** Looks again which of them are there. */
    public void look() {
        List<Path> asked = List.copyOf(recent);
        tasks.<List<Path>>task(Texts.supply("task.recent"), (progress, cancel) -> asked.stream()
                        .filter(Files::notExists)
                        .toList())
                .latest("recent")
                .hidden()
                .onSuccess(gone -> {
                    missing.clear();
                    missing.addAll(gone);
                    show();
                })
                .start();
    }

    private void show() {
        List<RecentFile> now = recent.stream()
                .map(path -> new RecentFile(path, missing.contains(path)))
                .toList();
        if (!now.equals(files)) {
            files.setAll(now);
        }
    }
}
