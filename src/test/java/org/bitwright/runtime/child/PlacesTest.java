package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlacesTest {
    private static final CancelToken NEVER = CancelToken.none();

    private final Places places = new Places(1);

    /** Who waits has the place, for as long as it likes, before this thread has it again. */
    @Test
    void aPlaceIsLentToWhoeverWaits() throws Exception {
        places.take(NEVER);
        CountDownLatch taken = new CountDownLatch(1);
        Thread other = waiting(taken, new CountDownLatch(0));
        while (taken.getCount() > 0) {
            places.letOthers(NEVER);
        }
        other.join();
        assertThatThrownBy(() -> places.take(cancelled())).isInstanceOf(CancellationException.class);
        places.giveBack();
        places.take(cancelled());
    }

    /** Waiting for one that is busy would have the process ended, with all that the others do. */
    @Test
    void aCancelledCallDoesNotWaitForThePlaceThatItLent() throws Exception {
        places.take(NEVER);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread other = waiting(taken, end);
        CancelToken cancel = cancelled();
        assertThatThrownBy(() -> {
                    while (true) {
                        places.letOthers(cancel);
                    }
                })
                .isInstanceOf(CancellationException.class);
        taken.await();
        places.giveBack();
        assertThatThrownBy(() -> places.take(cancelled())).isInstanceOf(CancellationException.class);
        end.countDown();
        other.join();
        places.take(cancelled());
    }

    private Thread waiting(CountDownLatch taken, CountDownLatch end) {
        Thread thread = new Thread(() -> {
            places.take(NEVER);
            taken.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            places.giveBack();
        });
        thread.start();
        return thread;
    }

    private static CancelToken cancelled() {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        return cancel;
    }
}
