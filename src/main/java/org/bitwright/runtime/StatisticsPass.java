package org.bitwright.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.OutputShapes;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the samples in which some activations are gathered. Batches are dealt out in blocks; each block is
 * counted by one thread from its first to its last batch, and the blocks are put together in their order: so nothing
 * depends on the number of threads. Owns its session.
 */
final class StatisticsPass implements AutoCloseable {
    private final InnerValues inner;
    private final Session session;
    private final List<GatheredEdge> edges;
    private final Set<String> fetched;
    private final SampleBlocks blocks;
    private final int together;
    private final boolean there;
    private final Pace pace = new Pace();
    private final CancelToken cancel;
    private final OutputShapes shapes;
    private final BlockTallies tallies;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param together batches that run in one call at most
     * @param spare tallies that all threads together may fill while others wait for their turn
     * @param there whether values are counted where they are made; else they are fetched
     * @param shapes of the values, as far as they are known
     */
    StatisticsPass(
            InnerValues inner,
            Session session,
            List<GatheredEdge> edges,
            SampleBlocks blocks,
            int together,
            int spare,
            boolean there,
            OutputShapes shapes,
            CancelToken cancel) {
        this.inner = inner;
        this.session = session;
        this.edges = edges;
        this.fetched = GatheredEdge.fetched(edges);
        this.blocks = blocks;
        this.together = together;
        this.there = there;
        this.cancel = cancel;
        this.shapes = shapes;
        this.tallies = new BlockTallies(() -> GatheredEdge.tallies(edges), threads() + spare);
    }

    private int threads() {
        return Math.min(Parallel.threads(), blocks.size());
    }

    /** Called with a number of samples when they are done, by any thread. */
    @FunctionalInterface
    interface Done {
        void add(int samples);
    }

    Map<String, EdgeTally> run(Done done) throws InferenceException {
        try {
            Parallel.forSlices(threads(), cancel, slice -> work(done));
        } finally {
            tallies.giveUp();
        }
        cancel.throwIfCancelled();
        if (failure.get() instanceof InferenceException e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        return tallies.whole();
    }

    @SuppressWarnings("IllegalCatch")
    private void work(Done done) {
        try {
            Room room = new Room(shapes);
            while (next.get() < blocks.size() && failure.get() == null) {
                Optional<Map<String, EdgeTally>> mine = tallies.take(cancel);
                int block = next.getAndIncrement();
                if (mine.isEmpty() || block >= blocks.size()) {
                    return;
                }
                if (there) {
                    countThere(blocks.get(block), mine.get(), room, done);
                } else {
                    count(blocks.get(block), mine.get(), room, done);
                }
                tallies.done(block, mine.get());
            }
        } catch (InferenceException | RuntimeException e) {
            failure.compareAndSet(null, e);
            tallies.giveUp();
        } catch (Error e) {
            // Those who wait for this thread's block would wait for ever, even if cancelled.
            failure.compareAndSet(null, e);
            tallies.giveUp();
            throw e;
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** What a thread uses again and again. */
    private static final class Room {
        final EdgeTally.Scratch tally = new EdgeTally.Scratch();
        private final InnerValues.Room[] runs;
        private int next;

        Room(OutputShapes shapes) {
            runs = new InnerValues.Room[] {new InnerValues.Room(shapes), new InnerValues.Room(shapes)};
        }

        /** The one of calls that do not overlap. */
        InnerValues.Room only() {
            return runs[0];
        }

        /** One of two in turn. */
        InnerValues.Room run() {
            next = 1 - next;
            return runs[next];
        }
    }

    /** A call that was begun. */
    private record Call(List<SampleBlocks.Batch> batches, InnerValues.Fetch fetch) {
        int samples() {
            return batches.stream().mapToInt(SampleBlocks.Batch::count).sum();
        }
    }

    /** All of it in one call: nobody else needs what it gives. */
    private void countThere(List<SampleBlocks.Batch> block, Map<String, EdgeTally> into, Room room, Done done)
            throws InferenceException {
        AtomicInteger told = new AtomicInteger();
        inner.count(session, block, edges, into, room.only(), samples -> told(samples, told, done), cancel);
        told(block.stream().mapToInt(SampleBlocks.Batch::count).sum(), told, done);
    }

    /** Tells of those alone that were not told of before it had to begin anew. */
    private static void told(int samples, AtomicInteger before, Done done) {
        int known = before.get();
        if (samples > known) {
            before.set(samples);
            done.add(samples - known);
        }
    }

    /** Begins a call before what the one before gave is counted, so that whoever runs them need not wait. */
    private void count(List<SampleBlocks.Batch> block, Map<String, EdgeTally> into, Room room, Done done)
            throws InferenceException {
        Optional<Call> before = Optional.empty();
        boolean whole = false;
        try {
            int number;
            for (int at = 0; at < block.size(); at += number) {
                cancel.throwIfCancelled();
                number = pace.batches(block.size() - at, block.get(at).count(), 1, together);
                Call now = begun(block.subList(at, at + number), room);
                Optional<Call> last = before;
                before = Optional.of(now);
                if (last.isPresent()) {
                    count(last.get(), into, room, done);
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                before.ifPresent(call -> call.fetch.abandon());
            }
        }
        if (before.isPresent()) {
            count(before.get(), into, room, done);
        }
    }

    private Call begun(List<SampleBlocks.Batch> call, Room room) throws InferenceException {
        List<BatchRunner.Batch> batches = call.stream()
                .map(batch -> new BatchRunner.Batch(batch.first(), batch.count()))
                .toList();
        return new Call(call, inner.begin(session, batches, fetched, room.run(), cancel));
    }

    private void count(Call call, Map<String, EdgeTally> into, Room room, Done done) throws InferenceException {
        long nanoseconds = call.fetch.take((number, values) -> {
            SampleBlocks.Batch batch = call.batches.get(number);
            for (Map.Entry<String, Values> entry : values.entrySet()) {
                add(BlockTallies.tally(into, entry.getKey()), entry.getKey(), entry.getValue(), batch, room);
            }
            if (batch.endsRound()) {
                into.values().forEach(EdgeTally::endRound);
            }
        });
        pace.took(nanoseconds, call.samples());
        done.add(call.samples());
    }

    private void add(EdgeTally tally, String name, Values values, SampleBlocks.Batch batch, Room room)
            throws InferenceException {
        cancel.throwIfCancelled(); // the activations of one call are many
        int samples = inner.inputs().room(batch.count());
        new Counting.Run(Map.of(), batch.first(), batch.count(), samples, batch.endsRound())
                .add(tally, name, values, room.tally);
    }
}
