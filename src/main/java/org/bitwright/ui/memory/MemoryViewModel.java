package org.bitwright.ui.memory;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;

/** What the gauge shows: sampled in the background every few seconds. */
public final class MemoryViewModel {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Tasks tasks;
    private final Supplier<MemoryUse> sample;
    private final ReadOnlyObjectWrapper<MemoryUse> use;
    private final ReadOnlyBooleanWrapper nearlyFull = new ReadOnlyBooleanWrapper();
    private boolean fullBefore;

    /** @param inference bytes of the process that runs networks; empty while there is none; asked in the background */
    public MemoryViewModel(Tasks tasks, Supplier<OptionalLong> inference) {
        this(() -> MemoryUse.now(inference.get()), tasks);
    }

    MemoryViewModel(Supplier<MemoryUse> sample, Tasks tasks) {
        this.tasks = tasks;
        this.sample = sample;
        use = new ReadOnlyObjectWrapper<>(new MemoryUse(0, 0, 0, 0, OptionalLong.empty()));
        tasks.every(PAUSE, sample::get, this::show);
    }

    /** The newest sample. */
    ReadOnlyObjectProperty<MemoryUse> useProperty() {
        return use.getReadOnlyProperty();
    }

    /** Whether the heap has been nearly full for two samples: a peak that is over is no news. */
    ReadOnlyBooleanProperty nearlyFullProperty() {
        return nearlyFull.getReadOnlyProperty();
    }

    /** Frees what nobody needs any more, and looks again. */
    void collect() {
        tasks.<MemoryUse>task(Texts.supply("task.collect"), (progress, cancel) -> {
                    System.gc();
                    return sample.get();
                })
                .latest("collect")
                .whenSlow()
                .onSuccess(this::show)
                .start();
    }

    void show(MemoryUse now) {
        boolean full = now.isNearlyFull();
        nearlyFull.set(full && fullBefore);
        fullBefore = full;
        use.set(now);
    }

    /** What is used, short. */
    String used() {
        return Numbers.bytes(use.get().used());
    }

    /** Used of the limit. */
    String text() {
        MemoryUse now = use.get();
        return Texts.get("memory.text", Numbers.bytes(now.used()), Numbers.bytes(now.limit()));
    }

    /** The exact figures, what a click does and, if little is left, what helps. */
    String explanation() {
        MemoryUse now = use.get();
        StringBuilder lines = new StringBuilder(Texts.get(
                "memory.heap", Numbers.count(now.used()), Numbers.count(now.limit()), Numbers.count(now.kept())));
        lines.append('\n').append(Texts.get("memory.buffers", Numbers.count(now.buffers())));
        now.inference()
                .ifPresent(bytes -> lines.append('\n').append(Texts.get("memory.inference", Numbers.count(bytes))));
        lines.append('\n').append(Texts.get(nearlyFull.get() ? "memory.full" : "memory.collect"));
        return lines.toString();
    }
}
