package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TickerTest {
    @Test
    void ticksOnADaemonUntilItIsClosed() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        AtomicInteger ticks = new AtomicInteger();
        AtomicInteger onDaemon = new AtomicInteger();
        try (Ticker ticker = new Ticker("test", Duration.ofMillis(1), () -> {
            ticks.incrementAndGet();
            onDaemon.addAndGet(Thread.currentThread().isDaemon() ? 1 : 0);
            three.countDown();
        })) {
            assertThat(ticker).isNotNull();
            assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        }
        int atTheEnd = ticks.get();
        assertThat(onDaemon).hasValue(atTheEnd);
        assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(ticks).hasValue(atTheEnd);
    }

    @Test
    void closingWaitsForWhatIsBeingDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Ticker ticker = new Ticker("test", Duration.ofMillis(1), () -> {
            begun.countDown();
            long end = System.nanoTime() + 30_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            done.incrementAndGet();
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        ticker.close();
        assertThat(done.get()).isPositive();
    }
}
