package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.EdgeTally;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class BlockTalliesTest {
    private final BlockTallies tallies =
            new BlockTallies(() -> Map.of("a", new EdgeTally("a", OptionalInt.empty())), 3);

    /** The moving average tells the order: 1, then 1 + 0.1·(2 − 1) = 1.1, then 1.1 + 0.1·(3 − 1.1) = 1.29. */
    @Test
    void blocksAreAddedInTheirOrderWhicheverIsDoneFirst() {
        Map<String, EdgeTally> first = filled(1);
        Map<String, EdgeTally> second = filled(2);
        Map<String, EdgeTally> third = filled(3);
        tallies.done(2, third);
        tallies.done(1, second);
        assertThat(whole().count()).isZero();
        tallies.done(0, first);
        assertThat(whole().count()).isEqualTo(3);
        assertThat(whole().averaged().max()).isCloseTo(1.29f, within(1e-6f));
    }

    @Test
    void talliesComeBackEmpty() {
        tallies.done(0, filled(1));
        tallies.done(1, filled(5));
        tallies.done(2, filled(2));
        tallies.done(3, filled(4));
        assertThat(whole().count()).isEqualTo(4);
        assertThat(whole().range().max()).isEqualTo(5);
    }

    @Test
    void aBlockWaitsForTalliesUntilThoseOfAnotherWereAdded() throws Exception {
        Map<String, EdgeTally> first = filled(1);
        tallies.done(1, filled(2));
        tallies.done(2, filled(3));
        CompletableFuture<Optional<Map<String, EdgeTally>>> waiting =
                CompletableFuture.supplyAsync(() -> tallies.take(CancelToken.none()));
        tallies.done(0, first);
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void nobodyWaitsOnceSomebodyGaveUp() throws Exception {
        filled(1);
        filled(2);
        filled(3);
        CompletableFuture<Optional<Map<String, EdgeTally>>> waiting =
                CompletableFuture.supplyAsync(() -> tallies.take(CancelToken.none()));
        tallies.giveUp();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(tallies.take(CancelToken.none())).isEmpty();
    }

    /** What the others gave is not the whole then. */
    @Test
    void aThreadThatIsInterruptedDoesNotGoOnAsIfAllWereDone() {
        filled(1);
        filled(2);
        filled(3);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> tallies.take(CancelToken.none())).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private Map<String, EdgeTally> filled(float value) {
        Map<String, EdgeTally> taken = tallies.take(CancelToken.none()).orElseThrow();
        EdgeTally tally = taken.get("a");
        assertThat(tally.statistics().count()).isZero();
        tally.add(FloatBuffer.wrap(new float[] {value}), new long[] {1}, 0, new EdgeTally.Scratch());
        return taken;
    }

    private EdgeStatistics whole() {
        return BlockTallies.tally(tallies.whole(), "a").statistics();
    }
}
