package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class CancelTokenTest {

    @Test
    void actionsRunOnceWhenCancelled() {
        List<String> ran = new ArrayList<>();
        CancelToken token = new CancelToken();
        token.onCancel(() -> ran.add("a"));
        token.onCancel(() -> ran.add("b")).close();
        token.cancel();
        token.cancel();
        assertThat(ran).containsExactly("a");
        assertThat(token.isCancelled()).isTrue();
        assertThatThrownBy(token::throwIfCancelled).isInstanceOf(CancellationException.class);
    }

    @Test
    void anActionRegisteredTooLateRunsAtOnce() {
        List<String> ran = new ArrayList<>();
        CancelToken token = new CancelToken();
        token.cancel();
        token.onCancel(() -> ran.add("late")).close();
        assertThat(ran).containsExactly("late");
    }

    @Test
    void oneFailingActionDoesNotKeepTheOthersFromRunning() {
        List<String> ran = new ArrayList<>();
        CancelToken token = new CancelToken();
        token.onCancel(() -> {
            throw new IllegalStateException("closed already");
        });
        token.onCancel(() -> ran.add("second"));
        assertThatThrownBy(token::cancel).hasMessage("closed already");
        assertThat(ran).containsExactly("second");
    }

    @Test
    void nobodyCancelsNone() {
        CancelToken none = CancelToken.none();
        none.throwIfCancelled();
        assertThat(none.isCancelled()).isFalse();
    }

    @Test
    void everySliceRunsOnce() {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);
        Parallel.forSlices(1000, CancelToken.none(), runs::incrementAndGet);
        Parallel.forSlices(0, CancelToken.none(), slice -> {
            throw new AssertionError("there is no slice");
        });
        for (int slice = 0; slice < 1000; slice++) {
            assertThat(runs.get(slice)).isEqualTo(1);
        }
    }

    @Test
    void aCancelledLoopStops() {
        CancelToken token = new CancelToken();
        AtomicIntegerArray runs = new AtomicIntegerArray(1);
        assertThatThrownBy(() -> Parallel.forSlices(100_000, token, slice -> {
                    runs.incrementAndGet(0);
                    token.cancel();
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(runs.get(0)).isLessThan(100_000);
    }

    @Test
    void anExceptionOfASliceIsThrown() {
        assertThatThrownBy(() -> Parallel.forSlices(10, CancelToken.none(), slice -> {
                    throw new IllegalArgumentException("slice");
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onOneThreadMeansTheCallingOne() {
        Thread caller = Thread.currentThread();
        String result = Parallel.onOneThread(() -> {
            Parallel.forSlices(100, CancelToken.none(), slice -> assertThat(Thread.currentThread())
                    .isSameAs(caller));
            return "done";
        });
        assertThat(result).isEqualTo("done");
    }
}
