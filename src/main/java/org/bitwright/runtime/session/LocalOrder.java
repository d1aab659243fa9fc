package org.bitwright.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An order that is run in this process: its tensors are made once. */
public final class LocalOrder implements StandingOrder {
    private static final Logger LOG = LoggerFactory.getLogger(LocalOrder.class);

    private final Tensors tensors = new Tensors();
    private final List<Bound> all = new ArrayList<>();
    private final Rounds rounds = new Rounds();

    /** Held for writing while this is closed, which must not happen while tensors are in use. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private Round current = new Round(0);
    private boolean closed;

    /** A request as ONNX Runtime takes it. */
    private record Bound(Map<String, OnnxTensor> fed, Map<String, OnnxTensor> written) {}

    /** One run of all requests, of which threads take one after the other, so that they end together. */
    private static final class Round {
        private final long number;
        private final AtomicInteger next = new AtomicInteger();
        private volatile boolean failed;

        Round(long number) {
            this.number = number;
        }
    }

    LocalOrder(List<Request> requests) throws InferenceException {
        try {
            for (Request request : requests) {
                if (!request.into().keySet().containsAll(request.outputs())) {
                    throw new IllegalArgumentException("not all of " + request.outputs() + " have memory");
                }
                all.add(new Bound(tensors.of(request.inputs()), tensors.of(request.into())));
            }
        } catch (OrtException e) {
            tensors.close();
            throw OrtFailure.of(Phrase.of("Preparing a run"), e);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    @Override
    public OptionalLong run(Session session, int threads, CancelToken cancel) throws InferenceException {
        return rounds.run(Math.min(threads, all.size()), cancel, round -> join(round, session, cancel));
    }

    /**
     * Runs those requests of a round that no other thread runs in it. Rounds follow each other: one is begun by the first
     * thread that joins it, and ends with the last one.
     *
     * @return nanoseconds that its runs took; empty if one failed, on whatever thread
     */
    public OptionalLong join(long round, Session session, CancelToken cancel) throws InferenceException {
        use.readLock().lock();
        try (Termination termination = new Termination(cancel)) {
            if (closed || !(session instanceof LocalSession local)) {
                throw new IllegalArgumentException("the order has been closed, or the session is not of this process");
            }
            return take(round(round), local, termination);
        } finally {
            use.readLock().unlock();
        }
    }

    private synchronized Round round(long number) {
        if (current.number != number) {
            current = new Round(number);
        }
        return current;
    }

    private OptionalLong take(Round round, LocalSession session, Termination termination) {
        long nanoseconds = 0;
        try {
            int number = round.next.getAndIncrement();
            while (number < all.size() && !round.failed) {
                termination.throwIfAsked();
                Bound request = all.get(number);
                nanoseconds += session.run(request.fed, request.written, termination);
                number = round.next.getAndIncrement();
            }
        } catch (OrtException e) {
            termination.throwIfAsked();
            LOG.debug("a run of an order failed", e);
            round.failed = true;
        }
        return round.failed ? OptionalLong.empty() : OptionalLong.of(nanoseconds);
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            tensors.close();
        } finally {
            use.writeLock().unlock();
        }
    }
}
