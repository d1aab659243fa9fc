package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Which tasks the user sees, and from when on. Used on the window's thread. */
final class ShownTasks {
    private static final int KEPT = 50;
    private static final double SLOW_SECONDS = 0.5;

    private final ObservableList<TaskItem> items = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper active = new ReadOnlyIntegerWrapper(0);
    private final List<TaskItem> slow = new ArrayList<>();
    private final List<TaskItem> hidden = new ArrayList<>();

    /** When a task is seen. */
    enum When {
        AT_ONCE,
        IF_SLOW,
        NEVER
    }

    /** Newest first, the finished ones with them. */
    ObservableList<TaskItem> items() {
        return items;
    }

    /** Number of those that wait or run. */
    ReadOnlyIntegerProperty activeProperty() {
        return active.getReadOnlyProperty();
    }

    void add(TaskItem item, When when) {
        switch (when) {
            case AT_ONCE -> show(item);
            case IF_SLOW -> slow.add(item);
            case NEVER -> hidden.add(item);
        }
    }

    /** One that is not seen keeps nothing from being idle any more. */
    void ended(TaskItem item) {
        hidden.remove(item);
    }

    private void show(TaskItem item) {
        items.add(0, item);
        forgetOldest();
    }

    private void forgetOldest() {
        for (int i = items.size() - 1; i >= KEPT; i--) {
            if (!items.get(i).isActive()) {
                items.remove(i);
            }
        }
    }

    /** Looks how far all have come. */
    void poll() {
        for (TaskItem item : List.copyOf(slow)) {
            item.poll();
            if (!item.isActive()) {
                slow.remove(item);
            } else if (item.secondsProperty().get() >= SLOW_SECONDS) {
                slow.remove(item);
                show(item);
            }
        }
        items.forEach(TaskItem::poll);
        active.set((int) items.stream().filter(TaskItem::isActive).count());
    }

    /** Whether nothing waits or runs, hidden work included. */
    boolean isIdle() {
        return active.get() == 0 && hidden.isEmpty() && slow.isEmpty();
    }
}
