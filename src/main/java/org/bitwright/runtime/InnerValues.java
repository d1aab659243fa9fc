package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bitwright.onnx.ExposedValues;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.SimulatedWeights;

/** Fetches what flows through values within a network, batch by batch, where the runtime holds it. Thread-safe. */
final class InnerValues {
    private final OnnxDocument document;
    private final NetworkInputs inputs;

    InnerValues(OnnxDocument document, NetworkInputs inputs) {
        this.document = document;
        this.inputs = inputs;
    }

    /** Takes a value, which is valid as long as the call lasts. */
    @FunctionalInterface
    interface TensorSink {
        void take(String name, OnnxTensor tensor) throws InferenceException;
    }

    NetworkInputs inputs() {
        return inputs;
    }

    /** A session that stops behind the last of some values; the caller closes it. */
    OrtSession session(Map<String, float[]> constants, Set<String> values) throws InferenceException {
        Set<String> exposed = new HashSet<>(values);
        inputs.names().forEach(exposed::remove);
        try {
            OnnxDocument replaced = constants.isEmpty() ? document : SimulatedWeights.replace(document, constants);
            // Without inner values there is nothing to cut off, and a session needs an output.
            return Sessions.of(exposed.isEmpty() ? replaced : ExposedValues.of(replaced, exposed));
        } catch (IOException e) {
            throw new InferenceException("The network cannot be prepared: " + e.getMessage(), e);
        }
    }

    /**
     * Runs the network itself on the first samples.
     *
     * @throws InferenceException if it fails, whatever is fetched from it
     */
    void check(Map<String, float[]> constants, Termination termination) throws InferenceException {
        OrtSession session = session(constants, Set.of());
        try {
            int count = ActivationRecorder.size(0, inputs.size(), Math.max(1, inputs.batch()));
            Set<String> output = Set.of(inputs.output());
            fetch(session, 0, count, output, new NetworkInputs.Scratch(), termination, (name, tensor) -> {});
        } finally {
            Sessions.close(session);
        }
    }

    /**
     * Runs one batch and hands over each value.
     *
     * @param session that gives the values, unless samples are fed as them
     */
    void fetch(
            OrtSession session,
            int first,
            int count,
            Set<String> values,
            NetworkInputs.Scratch scratch,
            Termination termination,
            TensorSink sink)
            throws InferenceException {
        try (NetworkInputs.Feed feed = inputs.feed(first, count, scratch)) {
            Set<String> inner = new HashSet<>(values);
            for (String name : inputs.names()) {
                if (inner.remove(name)) {
                    sink.take(name, Objects.requireNonNull(feed.tensors().get(name)));
                }
            }
            if (!inner.isEmpty()) {
                fetchInner(session, feed.tensors(), inner, termination, sink);
            }
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }

    private static void fetchInner(
            OrtSession session,
            Map<String, OnnxTensor> fed,
            Set<String> inner,
            Termination termination,
            TensorSink sink)
            throws OrtException, InferenceException {
        try (OrtSession.Result result = session.run(needed(session, fed), inner, termination.options())) {
            for (String name : inner) {
                if (!(result.get(name).orElseThrow() instanceof OnnxTensor tensor)) {
                    throw new InferenceException("The value '" + name + "' is a list or a map, not a tensor.");
                }
                sink.take(name, tensor);
            }
        }
    }

    /** A network that stops early may have lost inputs. */
    private static Map<String, OnnxTensor> needed(OrtSession session, Map<String, OnnxTensor> fed) {
        Map<String, OnnxTensor> needed = new HashMap<>(fed);
        needed.keySet().retainAll(session.getInputNames());
        return needed;
    }
}
