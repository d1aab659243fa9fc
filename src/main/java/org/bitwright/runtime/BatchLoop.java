package org.bitwright.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Running;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs batches through a session on several threads, some batches a call. What is done with a batch must not depend on
 * which others go with it. Used once.
 */
final class BatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoop.class);

    private final Calls calls;
    private final List<BatchRunner.Batch> batches;
    private final BatchRunner.BatchWork work;
    private final Pace pace;
    private final int threads;
    private final int most;
    private final int samples;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int next;
    private int done;

    /** The session that runs what is asked for, which is another's. */
    @FunctionalInterface
    interface Calls {
        Running<List<Outcome>> begin(List<Request> requests, CancelToken cancel) throws InferenceException;
    }

    /** A call that was begun, and its memory. */
    private record Begun(List<BatchRunner.Batch> call, List<RunRoom> rooms, Running<List<Outcome>> running) {
        int samples() {
            return call.stream().mapToInt(BatchRunner.Batch::count).sum();
        }
    }

    /** @param most batches a call */
    BatchLoop(
            Calls calls,
            List<BatchRunner.Batch> batches,
            BatchRunner.BatchWork work,
            Pace pace,
            int threads,
            int most) {
        this.calls = calls;
        this.batches = batches;
        this.work = work;
        this.pace = pace;
        this.threads = Math.min(threads, batches.size());
        this.most = most;
        this.samples = batches.stream().mapToInt(BatchRunner.Batch::count).sum();
    }

    /** @param rooms of a thread: where they come from, and go where all went well */
    void run(RunRooms rooms, Progress progress, CancelToken cancel) throws InferenceException {
        Parallel.forSlices(threads, cancel, slice -> work(rooms, progress, cancel));
        cancel.throwIfCancelled();
        if (failure.get() instanceof InferenceException e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
    }

    @SuppressWarnings("IllegalCatch")
    private void work(RunRooms rooms, Progress progress, CancelToken cancel) {
        try {
            twoByTwo(rooms, progress, cancel);
        } catch (InferenceException | RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (Error e) {
            // The other threads need not go on either.
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    /** Begins a call before it takes what the one before gives, so that whoever runs them need not wait. */
    private void twoByTwo(RunRooms rooms, Progress progress, CancelToken cancel) throws InferenceException {
        Deque<List<RunRoom>> free = new ArrayDeque<>(List.of(rooms.taken(), rooms.taken()));
        Optional<Begun> before = Optional.empty();
        boolean whole = false;
        try {
            List<BatchRunner.Batch> call = claimed();
            while (!call.isEmpty() && failure.get() == null && !cancel.isCancelled()) {
                Begun now = begun(call, free.remove(), cancel);
                Optional<Begun> last = before;
                before = Optional.of(now);
                if (last.isPresent()) {
                    take(last.get(), progress);
                    free.add(last.get().rooms);
                }
                if (pace.isLong(now.samples())) {
                    // The way there and back does not count, and calls that wait for each other push each other's data
                    // out of the caches.
                    before = Optional.empty();
                    take(now, progress);
                    free.add(now.rooms);
                }
                call = claimed();
            }
            whole = true;
        } finally {
            if (!whole) {
                // Whatever went wrong, lack of memory too: what was begun writes to memory that others will use.
                before.ifPresent(BatchLoop::abandon);
            }
        }
        if (before.isPresent()) {
            take(before.get(), progress);
            free.add(before.get().rooms);
        }
        free.forEach(rooms::give);
    }

    private static void abandon(Begun begun) {
        try {
            begun.running.take();
        } catch (InferenceException | RuntimeException e) {
            LOG.debug("a call that nobody waits for failed too", e);
        }
    }

    private Begun begun(List<BatchRunner.Batch> call, List<RunRoom> rooms, CancelToken cancel)
            throws InferenceException {
        List<Request> requests = new ArrayList<>(call.size());
        for (int i = 0; i < call.size(); i++) {
            if (i == rooms.size()) {
                rooms.add(new RunRoom());
            }
            requests.add(work.request(call.get(i), rooms.get(i)));
        }
        return new Begun(call, rooms, calls.begin(requests, cancel));
    }

    private void take(Begun begun, Progress progress) throws InferenceException {
        List<BatchRunner.Batch> call = begun.call;
        List<Outcome> outcomes = begun.running.take();
        long nanoseconds = 0;
        int count = 0;
        for (int i = 0; i < call.size(); i++) {
            nanoseconds += outcomes.get(i).nanoseconds();
            count += call.get(i).count();
            work.take(call.get(i), outcomes.get(i).outputs());
        }
        pace.took(nanoseconds, count);
        finished(call, progress);
    }

    private synchronized List<BatchRunner.Batch> claimed() {
        int left = batches.size() - next;
        if (left == 0) {
            return List.of();
        }
        int number = pace.batches(left, batches.get(next).count(), threads, most);
        List<BatchRunner.Batch> claimed = batches.subList(next, next + number);
        next += number;
        return claimed;
    }

    private synchronized void finished(List<BatchRunner.Batch> call, Progress progress) {
        done += call.stream().mapToInt(BatchRunner.Batch::count).sum();
        progress.update(done, samples);
    }
}
