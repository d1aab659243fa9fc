package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.quant.EdgeTally;
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
    private final OrtSession session;
    private final List<GatheredEdge> edges;
    private final Set<String> fetched;
    private final SampleBlocks blocks;
    private final Termination termination;
    private final CancelToken cancel;
    private final Map<String, EdgeTally> whole;
    private final InOrder order = new InOrder();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    StatisticsPass(
            InnerValues inner,
            OrtSession session,
            List<GatheredEdge> edges,
            SampleBlocks blocks,
            Termination termination,
            CancelToken cancel) {
        this.inner = inner;
        this.session = session;
        this.edges = edges;
        this.fetched = GatheredEdge.fetched(edges);
        this.blocks = blocks;
        this.termination = termination;
        this.cancel = cancel;
        this.whole = tallies();
    }

    /** Called with a number of samples when they are done, by any thread. */
    @FunctionalInterface
    interface Done {
        void add(int samples);
    }

    Map<String, EdgeTally> run(Done done) throws InferenceException {
        try {
            Parallel.forSlices(Math.min(Parallel.threads(), blocks.size()), cancel, slice -> work(done));
        } finally {
            order.giveUp();
        }
        cancel.throwIfCancelled();
        if (failure.get() instanceof InferenceException e) {
            throw e;
        }
        if (failure.get() instanceof RuntimeException e) {
            throw e;
        }
        return whole;
    }

    @SuppressWarnings("IllegalCatch")
    private void work(Done done) {
        Map<String, EdgeTally> mine = tallies();
        try (Room room = new Room()) {
            for (int i = next.getAndIncrement(); i < blocks.size() && !order.isBroken(); i = next.getAndIncrement()) {
                count(blocks.get(i), mine, room, done);
                order.run(
                        i,
                        cancel,
                        () -> mine.forEach((name, tally) -> tally(whole, name).add(tally)));
                mine.values().forEach(EdgeTally::clear);
            }
        } catch (InferenceException | RuntimeException e) {
            failure.compareAndSet(null, e);
            order.giveUp();
        }
    }

    @Override
    public void close() {
        Sessions.close(session);
    }

    /** What a thread uses again and again. */
    private static final class Room implements AutoCloseable {
        final InnerValues.Room run = new InnerValues.Room();
        final EdgeTally.Scratch tally = new EdgeTally.Scratch();

        @Override
        public void close() {
            run.close();
        }
    }

    private void count(List<SampleBlocks.Batch> block, Map<String, EdgeTally> into, Room room, Done done)
            throws InferenceException {
        for (SampleBlocks.Batch batch : block) {
            cancel.throwIfCancelled();
            inner.fetch(
                    session,
                    batch.first(),
                    batch.count(),
                    fetched,
                    room.run,
                    termination,
                    (name, tensor, ours) ->
                            add(tally(into, name), tensor, FloatValues.of(tensor, name, ours), batch, room));
            if (batch.endsRound()) {
                into.values().forEach(EdgeTally::endRound);
            }
            done.add(batch.count());
        }
    }

    private void add(EdgeTally tally, OnnxTensor tensor, FloatValues all, SampleBlocks.Batch batch, Room room) {
        int samples = inner.inputs().room(batch.count());
        long[] shape = tensor.getInfo().getShape();
        boolean padded = samples > batch.count();
        boolean keepsSamplesApart = shape.length > 0 && shape[0] == samples;
        if (padded && !keepsSamplesApart) {
            return; // nobody can tell what padding did to it
        }
        if (padded) {
            shape[0] = batch.count();
        }
        FloatValues values = padded ? all.first(batch.count(), samples) : all;
        tally.add(values.buffer(), shape, batch.first(), room.tally);
    }

    private Map<String, EdgeTally> tallies() {
        Map<String, EdgeTally> tallies = new LinkedHashMap<>();
        for (GatheredEdge edge : edges) {
            tallies.put(
                    edge.name(),
                    edge.rectifiedFrom()
                            .map(source -> tally(tallies, source).rectified(edge.name(), edge.channelAxis()))
                            .orElseGet(() -> new EdgeTally(edge.name(), edge.channelAxis())));
        }
        return tallies;
    }

    private static EdgeTally tally(Map<String, EdgeTally> tallies, String name) {
        EdgeTally tally = tallies.get(name);
        if (tally == null) {
            throw new IllegalStateException("the value '" + name + "' was not asked for");
        }
        return tally;
    }
}
