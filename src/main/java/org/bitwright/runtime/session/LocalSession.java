package org.bitwright.runtime.session;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntConsumer;
import org.bitwright.quant.EdgeTally;
import org.bitwright.task.CancelToken;

/** A session of ONNX Runtime in this process. Owns it. */
final class LocalSession implements Session {
    private final OrtSession session;
    private final List<Declared> inputs;
    private final List<Declared> outputs;
    private final OutputShapes shapes = new OutputShapes();
    private final Deque<Counter> counters = new ConcurrentLinkedDeque<>();

    /** Takes the session, and closes it if this cannot be made. */
    LocalSession(OrtSession session) throws OrtException {
        this.session = session;
        try {
            this.inputs = declared(session.getInputInfo());
            this.outputs = declared(session.getOutputInfo());
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static List<Declared> declared(Map<String, NodeInfo> nodes) {
        List<Declared> declared = new ArrayList<>();
        nodes.forEach((name, node) -> {
            if (node.getInfo() instanceof TensorInfo info) {
                List<Long> extents = Arrays.stream(info.getShape()).boxed().toList();
                OrtTensors.type(info).ifPresent(type -> declared.add(new Declared(name, type, extents)));
            }
        });
        return List.copyOf(declared);
    }

    @Override
    public List<Declared> inputs() {
        return inputs;
    }

    @Override
    public List<Declared> outputs() {
        return outputs;
    }

    @Override
    public List<Outcome> run(List<Request> requests, CancelToken cancel) throws InferenceException {
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        try (Termination termination = new Termination(cancel);
                Tensors tensors = new Tensors()) {
            for (Request request : requests) {
                cancel.throwIfCancelled();
                try {
                    outcomes.add(run(request, tensors, termination));
                } catch (OrtException e) {
                    throw termination.failure(e);
                }
            }
        }
        return outcomes;
    }

    @Override
    public void count(Counting counting, Map<String, EdgeTally> into, IntConsumer done, CancelToken cancel)
            throws InferenceException {
        Counter idle = counters.poll();
        Counter counter = idle == null ? new Counter(this, shapes) : idle;
        counter.count(counting, into, done, cancel);
        counters.push(counter);
    }

    Outcome run(Request request, Tensors tensors, Termination termination) throws OrtException, InferenceException {
        try {
            return run(request, request.into(), tensors, termination);
        } catch (OrtException e) {
            if (request.into().isEmpty() || termination.isAsked()) {
                throw e;
            }
            // an output may have another shape than its memory
            return run(request, Map.of(), tensors, termination);
        }
    }

    private Outcome run(Request request, Map<String, Values> into, Tensors tensors, Termination termination)
            throws OrtException, InferenceException {
        Map<String, OnnxTensor> fed = tensors.of(request.inputs());
        Map<String, OnnxTensor> written = tensors.of(into);
        Set<String> others = new HashSet<>(request.outputs());
        others.removeAll(written.keySet());
        long start = System.nanoTime();
        try (OrtSession.Result result = session.run(fed, others, written, termination.options())) {
            long nanoseconds = System.nanoTime() - start;
            Map<String, Values> outputs = new HashMap<>(into);
            for (String name : others) {
                outputs.put(name, OrtTensors.copied(name, result.get(name).orElseThrow()));
            }
            return new Outcome(outputs, nanoseconds);
        }
    }

    /**
     * Runs one request of an order, all of whose outputs have memory.
     *
     * @return nanoseconds that it took
     */
    long run(Map<String, OnnxTensor> fed, Map<String, OnnxTensor> written, Termination termination)
            throws OrtException {
        long start = System.nanoTime();
        session.run(fed, Set.of(), written, termination.options()).close();
        return System.nanoTime() - start;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session could not be closed", e);
        }
    }
}
