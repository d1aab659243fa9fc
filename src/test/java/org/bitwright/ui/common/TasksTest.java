package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.bitwright.task.Job;
import org.junit.jupiter.api.Test;

class TasksTest {
    private final Tasks tasks = Tasks.sameThread();
    private final List<String> heard = new ArrayList<>();

    @Test
    void successIsHandedOver() {
        TaskItem item = tasks.task("sum", (progress, cancel) -> 1 + 2)
                .onSuccess(value -> heard.add("success " + value))
                .onFinished(() -> heard.add("finished"))
                .start();
        assertThat(heard).containsExactly("success 3", "finished");
        assertThat(item.state()).isEqualTo(Job.State.DONE);
        assertThat(tasks.items()).containsExactly(item);
        assertThat(tasks.activeProperty().get()).isZero();
    }

    @Test
    void aNameFollowsTheLanguage() {
        TaskItem item = tasks.task(Texts.supply("task.open", "net.onnx"), (progress, cancel) -> "open")
                .start();
        assertThat(item.name()).isEqualTo("Opening net.onnx");
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        try {
            assertThat(item.name())
                    .isEqualTo(Texts.get("task.open", "net.onnx"))
                    .isNotEqualTo("Opening net.onnx");
        } finally {
            Texts.use(Locale.ENGLISH);
        }
    }

    @Test
    void failureGoesToItsHandlerOrToTheCommonOne() {
        tasks.onUnhandledFailure(error -> heard.add("common " + error.getMessage()));
        tasks.task("a", (progress, cancel) -> {
                    throw new IOException("first");
                })
                .start();
        tasks.task("b", (progress, cancel) -> {
                    throw new IOException("second");
                })
                .onFailure(error -> heard.add("own " + error.getMessage()))
                .start();
        assertThat(heard).containsExactly("common first", "own second");
    }

    @Test
    void cancellingIsNoFailure() {
        tasks.onUnhandledFailure(error -> heard.add("failure"));
        TaskItem item = tasks.task("c", (progress, cancel) -> {
                    throw new CancellationException("cancelled");
                })
                .onFinished(() -> heard.add("finished"))
                .start();
        assertThat(heard).containsExactly("finished");
        assertThat(item.state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void theResultOfAReplacedTaskIsDropped() {
        tasks.task("old", (progress, cancel) -> {
                    tasks.task("new", (inner, token) -> "new")
                            .latest("key")
                            .onSuccess(heard::add)
                            .start();
                    return cancel.isCancelled() ? "old, cancelled" : "old";
                })
                .latest("key")
                .onSuccess(heard::add)
                .start();
        assertThat(heard).containsExactly("new");
    }

    @Test
    void hiddenTasksAreNotListed() {
        tasks.task("quiet", (progress, cancel) -> 1).hidden().start();
        assertThat(tasks.items()).isEmpty();
        assertThat(tasks.isIdle()).isTrue();
    }

    @Test
    void finishedTasksCanBeCleared() {
        tasks.task("done", (progress, cancel) -> 1).start();
        tasks.clearFinished();
        assertThat(tasks.items()).isEmpty();
    }

    @Test
    void wantOfMemoryIsToldInAnyCaseAndTheTaskEnds() {
        tasks.onUnhandledFailure(error -> heard.add("common " + error.getMessage()));
        TaskItem item = tasks.task("large", (progress, cancel) -> {
                    throw new OutOfMemoryError("heap");
                })
                .onFailure(error -> heard.add("own"))
                .onFinished(() -> heard.add("finished"))
                .start();
        assertThat(heard).containsExactly("own", "common heap", "finished");
        assertThat(item.state()).isEqualTo(Job.State.FAILED);
        assertThat(tasks.isIdle()).isTrue();
    }

    @Test
    void aSampleOfTheSameThreadIsTakenOnce() {
        tasks.every(java.time.Duration.ofDays(1), () -> "sample", heard::add);
        assertThat(heard).containsExactly("sample");
    }
}
