package org.bitwright.runtime.session;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.runtime.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An order that is run in this process: its tensors are made once. */
final class LocalOrder implements StandingOrder {
    private static final Logger LOG = LoggerFactory.getLogger(LocalOrder.class);

    private final Tensors tensors = new Tensors();
    private final List<Bound> all = new ArrayList<>();
    private boolean closed;

    /** A request as ONNX Runtime takes it. */
    private record Bound(Map<String, OnnxTensor> fed, Map<String, OnnxTensor> written) {}

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
            throw OrtFailure.of("Preparing a run", e);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    @Override
    public synchronized OptionalLong run(Session session, int threads, CancelToken cancel) throws InferenceException {
        if (closed || !(session instanceof LocalSession local)) {
            throw new IllegalArgumentException("the order has been closed, or the session is not of this process");
        }
        try (Termination termination = new Termination(cancel)) {
            Run run = new Run(local, termination);
            Parallel.forSlices(Math.min(threads, all.size()), cancel, slice -> run.take(cancel));
            cancel.throwIfCancelled();
            OrtException failure = run.failure.get();
            if (failure != null) {
                LOG.debug("an order failed", failure);
                return OptionalLong.empty();
            }
            return OptionalLong.of(run.nanoseconds.get());
        }
    }

    /** One run of all, from which threads take one request after the other, so that they end together. */
    private final class Run {
        private final LocalSession session;
        private final Termination termination;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicLong nanoseconds = new AtomicLong();
        private final AtomicReference<@Nullable OrtException> failure = new AtomicReference<>();

        Run(LocalSession session, Termination termination) {
            this.session = session;
            this.termination = termination;
        }

        void take(CancelToken cancel) {
            long took = 0;
            try {
                int number = next.getAndIncrement();
                while (number < all.size() && failure.get() == null && !cancel.isCancelled()) {
                    Bound request = all.get(number);
                    took += session.run(request.fed, request.written, termination);
                    number = next.getAndIncrement();
                }
            } catch (OrtException e) {
                failure.compareAndSet(null, e);
            }
            nanoseconds.addAndGet(took);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        tensors.close();
        all.clear();
    }
}
