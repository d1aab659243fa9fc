package org.bitwright.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class AheadTest {

    @Test
    void givesWhatWasMadeEachTimeItIsTakenAndMakesItOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Ahead<String> ahead = Ahead.of(() -> "number " + made.incrementAndGet())) {
            assertThat(ahead.take()).isEqualTo("number 1");
            assertThat(ahead.take()).isEqualTo("number 1");
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void throwsWhatTheWorkThrewCheckedOrNot() {
        Ahead<String> checked = Ahead.of(() -> {
            throw new IOException("the file is gone");
        });
        Ahead<String> unchecked = Ahead.of(() -> {
            throw new IllegalStateException("closed");
        });

        assertThatThrownBy(checked::take).isInstanceOf(IOException.class).hasMessage("the file is gone");
        assertThatThrownBy(unchecked::take)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("closed");
    }

    @Test
    void closingWaitsForWorkThatNobodyTook() throws Exception {
        CountDownLatch going = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Ahead<Integer> ahead = Ahead.of(() -> {
            going.countDown();
            for (int i = 0; i < 1_000; i++) {
                Thread.onSpinWait();
            }
            return done.incrementAndGet();
        });
        if (Parallel.threads() > 1) {
            going.await();
            ahead.close();
            assertThat(done).hasValue(1);
        } else {
            ahead.close();
            assertThat(done).hasValue(0);
        }
    }
}
