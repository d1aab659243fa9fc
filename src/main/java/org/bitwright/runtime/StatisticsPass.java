package org.bitwright.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.quant.EdgeTally;
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
    private final Pace pace = new Pace();
    private final CancelToken cancel;
    private final OutputShapes shapes;
    private final BlockTallies tallies;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * @param together batches that run in one call at most
     * @param spare tallies that all threads together may fill while others wait for their turn
     * @param shapes of the values, as far as they are known
     */
    StatisticsPass(
            InnerValues inner,
            Session session,
            List<GatheredEdge> edges,
            SampleBlocks blocks,
            int together,
            int spare,
            OutputShapes shapes,
            CancelToken cancel) {
        this.inner = inner;
        this.session = session;
        this.edges = edges;
        this.fetched = GatheredEdge.fetched(edges);
        this.blocks = blocks;
        this.together = together;
        this.cancel = cancel;
        this.shapes = shapes;
        this.tallies = new BlockTallies(this::empty, threads() + spare);
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
                count(blocks.get(block), mine.get(), room, done);
                tallies.done(block, mine.get());
            }
        } catch (InferenceException | RuntimeException e) {
            failure.compareAndSet(null, e);
            tallies.giveUp();
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** What a thread uses again and again. */
    private static final class Room {
        final InnerValues.Room run;
        final EdgeTally.Scratch tally = new EdgeTally.Scratch();

        Room(OutputShapes shapes) {
            run = new InnerValues.Room(shapes);
        }
    }

    private void count(List<SampleBlocks.Batch> block, Map<String, EdgeTally> into, Room room, Done done)
            throws InferenceException {
        int number;
        for (int at = 0; at < block.size(); at += number) {
            cancel.throwIfCancelled();
            number = pace.batches(block.size() - at, block.get(at).count(), 1, together);
            List<SampleBlocks.Batch> call = block.subList(at, at + number);
            count(call, into, room);
            done.add(call.stream().mapToInt(SampleBlocks.Batch::count).sum());
        }
    }

    private void count(List<SampleBlocks.Batch> call, Map<String, EdgeTally> into, Room room)
            throws InferenceException {
        List<BatchRunner.Batch> batches = call.stream()
                .map(batch -> new BatchRunner.Batch(batch.first(), batch.count()))
                .toList();
        long nanoseconds = inner.fetch(session, batches, fetched, room.run, cancel, (number, values) -> {
            SampleBlocks.Batch batch = call.get(number);
            for (Map.Entry<String, Values> entry : values.entrySet()) {
                add(BlockTallies.tally(into, entry.getKey()), entry.getKey(), entry.getValue(), batch, room);
            }
            if (batch.endsRound()) {
                into.values().forEach(EdgeTally::endRound);
            }
        });
        pace.took(
                nanoseconds, batches.stream().mapToInt(BatchRunner.Batch::count).sum());
    }

    private void add(EdgeTally tally, String name, Values values, SampleBlocks.Batch batch, Room room)
            throws InferenceException {
        cancel.throwIfCancelled(); // the activations of one call are many
        FloatValues all = FloatValues.of(values, name);
        int samples = inner.inputs().room(batch.count());
        long[] shape = values.shape().toArray();
        boolean padded = samples > batch.count();
        boolean keepsSamplesApart = shape.length > 0 && shape[0] == samples;
        if (padded && !keepsSamplesApart) {
            return; // nobody can tell what padding did to it
        }
        if (padded) {
            shape[0] = batch.count();
        }
        FloatValues counted = padded ? all.first(batch.count(), samples) : all;
        tally.add(counted.buffer(), shape, batch.first(), room.tally);
    }

    private Map<String, EdgeTally> empty() {
        Map<String, EdgeTally> empty = new LinkedHashMap<>();
        for (GatheredEdge edge : edges) {
            empty.put(
                    edge.name(),
                    edge.rectifiedFrom()
                            .map(source -> BlockTallies.tally(empty, source).rectified(edge.name(), edge.channelAxis()))
                            .orElseGet(() -> new EdgeTally(edge.name(), edge.channelAxis())));
        }
        return empty;
    }
}
