package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JobTest {
    private final JobExecutor executor = new JobExecutor();

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void aJobYieldsItsResult() throws Exception {
        Job<Integer> job = executor.submit("count", (progress, cancel) -> {
            progress.update(1, 2);
            progress.message("half");
            return 42;
        });
        assertThat(job.result().get()).isEqualTo(42);
        assertThat(job.state()).isEqualTo(Job.State.DONE);
        assertThat(job.progress().fraction()).isEqualTo(0.5);
        assertThat(job.progress().message()).isEqualTo("half");
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void aFailureIsKept() {
        Job<Object> job = executor.submit("fail", (progress, cancel) -> {
            throw new java.io.IOException("no such file");
        });
        assertThatThrownBy(() -> job.result().get()).isInstanceOf(ExecutionException.class);
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.failure()).get().isInstanceOf(java.io.IOException.class);
    }

    @Test
    void anErrorOfTheMachineEndsTheJobToo() {
        Job<Object> job = new Job<>("error", (progress, cancel) -> {
            throw new OutOfMemoryError("too large");
        });
        job.run();
        assertThat(job.state()).isEqualTo(Job.State.FAILED);
        assertThat(job.failure()).get().isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void cancelBeforeTheStartMeansTheWorkNeverRuns() {
        boolean[] ran = {false};
        Job<Object> job = new Job<>("never", (progress, cancel) -> ran[0] = true);
        job.cancel();
        job.run();
        assertThat(ran[0]).isFalse();
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(job.result()).isCancelled();
    }

    @Test
    void cancelWhileRunningEndsAsCancelled() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Job<Object> job = executor.submit("wait", (progress, cancel) -> {
            running.countDown();
            while (true) {
                cancel.throwIfCancelled();
                Thread.onSpinWait();
            }
        });
        running.await();
        job.cancel();
        assertThatThrownBy(() -> job.result().get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(job.failure()).isEmpty();
    }

    @Test
    void anErrorCausedByCancellingIsACancel() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Job<Object> job = executor.submit("interrupted", (progress, cancel) -> {
            running.countDown();
            cancelled.await();
            throw new IllegalStateException("session was terminated");
        });
        running.await();
        job.cancel();
        cancelled.countDown();
        assertThatThrownBy(() -> job.result().get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void theLatestUnderAKeyWins() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Job<String> first = executor.submitLatest("drag", "first", (progress, cancel) -> {
            running.countDown();
            while (true) {
                cancel.throwIfCancelled();
                Thread.onSpinWait();
            }
        });
        running.await();
        Job<String> other = executor.submitLatest("other", "other", (progress, cancel) -> "other");
        Job<String> second = executor.submitLatest("drag", "second", (progress, cancel) -> "second");
        assertThat(second.result().get()).isEqualTo("second");
        assertThat(other.result().get()).isEqualTo("other");
        assertThatThrownBy(() -> first.result().get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void activeJobsAreThoseThatAreNotOver() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Job<Object> job = executor.submit("wait", (progress, cancel) -> {
            go.await();
            return 1;
        });
        assertThat(executor.active()).containsExactly(job);
        go.countDown();
        job.result().get();
        assertThat(executor.active()).isEmpty();
    }

    @Test
    void closingCancelsWhatIsLeft() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        Job<Object> job = executor.submit("wait", (progress, cancel) -> {
            running.countDown();
            while (true) {
                cancel.throwIfCancelled();
                Thread.onSpinWait();
            }
        });
        running.await();
        executor.close();
        assertThat(job.state()).isEqualTo(Job.State.CANCELLED);
    }

    @Test
    void afterClosingAJobIsRefusedWithoutATrace() {
        executor.close();
        assertThatThrownBy(() -> executor.submit("late", (progress, cancel) -> 1))
                .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
        assertThat(executor.active()).isEmpty();
    }

    @Test
    void progressIsAShareOrUnknown() {
        Progress progress = new Progress();
        assertThat(progress.fraction()).isEqualTo(-1);
        progress.update(3, 2);
        assertThat(progress.fraction()).isEqualTo(1);
        progress.update(1, 0);
        assertThat(progress.fraction()).isEqualTo(-1);
    }
}
