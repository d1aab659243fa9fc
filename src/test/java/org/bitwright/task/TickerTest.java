package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Test
    void workIsDoneAgainAlsoAfterItFailed() throws InterruptedException {
        CountDownLatch times = new CountDownLatch(5);
        try (Ticker ticker = new Ticker("test", SHORT, () -> {
            times.countDown();
            if (times.getCount() == 4) {
                throw new IllegalStateException("once");
            }
            if (times.getCount() == 3) {
                throw new OutOfMemoryError("twice");
            }
        })) {
            assertThat(ticker).isNotNull();
            assertThat(times.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void closingEndsIt() throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        Ticker ticker = new Ticker("test", Duration.ofDays(1), () -> {
            times.incrementAndGet();
            begun.countDown();
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        ticker.close();
        assertThat(times).hasValue(1);
    }
}
