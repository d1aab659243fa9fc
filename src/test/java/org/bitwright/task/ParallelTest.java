package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void everySliceRunsOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);

        Parallel.forSlices(1000, CancelToken.none(), runs::incrementAndGet);

        for (int slice = 0; slice < 1000; slice++) {
            assertThat(runs.get(slice)).isEqualTo(1);
        }
    }

    /** Whoever is told of the failure may free at once what the slices use. */
    @Test
    void failureIsToldWhenNoSliceRunsAnyMore() {
        assumeTrue(Parallel.threads() > 1);
        CountDownLatch otherRuns = new CountDownLatch(1);
        AtomicBoolean otherEnded = new AtomicBoolean();

        assertThatThrownBy(() -> Parallel.forSlices(2, CancelToken.none(), slice -> {
                    if (slice == 0) {
                        await(otherRuns, 10_000);
                        throw new CancellationException("from slice 0");
                    }
                    otherRuns.countDown();
                    await(new CountDownLatch(1), 200);
                    otherEnded.set(true);
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessage("from slice 0");

        assertThat(otherEnded).isTrue();
    }

    @Test
    void errorReachesTheCallerAsItIs() {
        OutOfMemoryError error = new OutOfMemoryError("made by the test");

        assertThatThrownBy(() -> Parallel.forSlices(4, CancelToken.none(), slice -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void cancelledLoopThrowsAndStartsNothing() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();

        assertThatThrownBy(() -> Parallel.forSlices(4, cancel, slice -> {
                    throw new AssertionError("slice " + slice + " was started");
                }))
                .isInstanceOf(CancellationException.class);
    }

    private static void await(CountDownLatch latch, long milliseconds) {
        try {
            latch.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
