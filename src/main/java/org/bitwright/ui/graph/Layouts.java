package org.bitwright.ui.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.model.Model;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** Lays networks out in the background, the latest one wanted; keeps the last few. Used on the window's thread. */
final class Layouts {
    private static final int KEPT = 4;

    private final Tasks tasks;
    private final Deque<DrawnGraph> kept = new ArrayDeque<>();
    private Optional<TaskItem> running = Optional.empty();

    Layouts(Tasks tasks) {
        this.tasks = tasks;
    }

    /** @param finished runs after success, failure or cancel, unless another model was asked for since */
    void layOut(Model model, Consumer<DrawnGraph> success, Runnable finished) {
        Deque<DrawnGraph> known = new ArrayDeque<>(kept);
        String size = Numbers.count(model.operators().size());
        running = Optional.of(tasks.<DrawnGraph>task(Texts.supply("task.graph", size), (progress, cancel) -> {
                    NetworkGraph network = NetworkGraph.of(model);
                    Optional<DrawnGraph> before = known.stream()
                            .filter(drawn -> drawn.network().equals(network))
                            .findFirst();
                    return before.isPresent() ? before.get() : DrawnGraph.of(network, progress, cancel);
                })
                .latest("graph")
                .whenSlow()
                .onSuccess(drawn -> {
                    keep(drawn);
                    success.accept(drawn);
                })
                .onFinished(finished)
                .start());
    }

    void stop() {
        running.ifPresent(TaskItem::cancel);
    }

    private void keep(DrawnGraph drawn) {
        kept.remove(drawn);
        kept.addFirst(drawn);
        if (kept.size() > KEPT) {
            kept.removeLast();
        }
    }
}
