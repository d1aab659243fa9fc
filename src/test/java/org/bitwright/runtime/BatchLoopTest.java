package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

/** Calls that were begun are taken, whatever goes wrong: until then another process may write to their memory. */
class BatchLoopTest {
    private static final int BATCHES = 6;
    private static final int FAILS_AT = 3;

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void whatWasBegunIsTakenWhereMemoryRunsOutBeforeTheNext() {
        assertTakenAll(new Work(true, false));
    }

    @Test
    void whatWasBegunIsTakenWhereMemoryRunsOutOverAnAnswer() {
        assertTakenAll(new Work(false, true));
    }

    private void assertTakenAll(BatchRunner.BatchWork work) {
        List<BatchRunner.Batch> batches = IntStream.range(0, BATCHES)
                .mapToObj(i -> new BatchRunner.Batch(i, 1))
                .toList();
        BatchLoop.Calls calls = (requests, cancel) -> {
            begun.incrementAndGet();
            return () -> {
                taken.incrementAndGet();
                return requests.stream()
                        .map(request -> new Outcome(Map.of(), 1))
                        .toList();
            };
        };
        BatchLoop loop = new BatchLoop(calls, batches, work, new Pace(), 1, 1);

        assertThatThrownBy(() -> loop.run(new RunRooms(), new Progress(), CancelToken.none()))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(begun.get()).isBetween(FAILS_AT, BATCHES - 1);
        assertThat(taken.get()).isEqualTo(begun.get());
    }

    /** Runs out of memory at one of the batches. */
    private record Work(boolean atRequest, boolean atAnswer) implements BatchRunner.BatchWork {
        @Override
        public Request request(BatchRunner.Batch batch, RunRoom room) {
            if (atRequest && batch.first() == FAILS_AT) {
                throw new OutOfMemoryError("none left");
            }
            return new Request(Map.of(), List.of());
        }

        @Override
        public void take(BatchRunner.Batch batch, Map<String, Values> outputs) {
            if (atAnswer && batch.first() == FAILS_AT) {
                throw new OutOfMemoryError("none left");
            }
        }
    }
}
