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
        /** @param ours whether it was made here over a buffer, which can be read in place */
        void take(String name, OnnxTensor tensor, boolean ours) throws InferenceException;
    }

    /** What one thread uses again and again for runs of one session. Closed by it. */
    static final class Room implements AutoCloseable {
        private final NetworkInputs.Scratch input = new NetworkInputs.Scratch();
        private final OutputBuffers outputs = new OutputBuffers();

        @Override
        public void close() {
            outputs.close();
        }
    }

    OnnxDocument document() {
        return document;
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
        try (Room room = new Room()) {
            int count = ActivationRecorder.size(0, inputs.size(), Math.max(1, inputs.batch()));
            Set<String> output = Set.of(inputs.output());
            fetch(session, 0, count, output, room, termination, (name, tensor, ours) -> {});
        } finally {
            Sessions.close(session);
        }
    }

    /**
     * Runs one batch and hands over each value.
     *
     * @param session that gives the values, unless samples are fed as them
     * @param room of the calling thread and this session
     */
    void fetch(
            OrtSession session,
            int first,
            int count,
            Set<String> values,
            Room room,
            Termination termination,
            TensorSink sink)
            throws InferenceException {
        try (NetworkInputs.Feed feed = inputs.feed(first, count, room.input)) {
            Set<String> inner = new HashSet<>(values);
            for (String name : inputs.names()) {
                if (inner.remove(name)) {
                    sink.take(name, Objects.requireNonNull(feed.tensors().get(name)), true);
                }
            }
            if (!inner.isEmpty()) {
                fetchInner(session, feed.tensors(), inner, room.outputs, inputs.room(count), termination, sink);
            }
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }

    private static void fetchInner(
            OrtSession session,
            Map<String, OnnxTensor> fed,
            Set<String> inner,
            OutputBuffers buffers,
            int samples,
            Termination termination,
            TensorSink sink)
            throws OrtException, InferenceException {
        Map<String, OnnxTensor> written = buffers.of(samples);
        if (!written.isEmpty() && fetchInto(session, fed, inner, written, termination, sink)) {
            return;
        }
        try (OrtSession.Result result = session.run(needed(session, fed), inner, termination.options())) {
            for (String name : inner) {
                OnnxTensor tensor = tensor(result, name);
                buffers.learn(name, tensor);
                sink.take(name, tensor, false);
            }
        }
    }

    /** Gives false where a shape is not what it was, before anything was handed over. */
    private static boolean fetchInto(
            OrtSession session,
            Map<String, OnnxTensor> fed,
            Set<String> inner,
            Map<String, OnnxTensor> written,
            Termination termination,
            TensorSink sink)
            throws InferenceException {
        Set<String> others = new HashSet<>(inner);
        others.removeAll(written.keySet());
        try (OrtSession.Result result = session.run(needed(session, fed), others, written, termination.options())) {
            for (Map.Entry<String, OnnxTensor> entry : written.entrySet()) {
                sink.take(entry.getKey(), entry.getValue(), true);
            }
            for (String name : others) {
                sink.take(name, tensor(result, name), false);
            }
            return true;
        } catch (OrtException e) {
            termination.throwIfCancelled();
            return false;
        }
    }

    private static OnnxTensor tensor(OrtSession.Result result, String name) throws InferenceException {
        if (result.get(name).orElseThrow() instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new InferenceException("The value '" + name + "' is a list or a map, not a tensor.");
    }

    /** A network that stops early may have lost inputs. */
    private static Map<String, OnnxTensor> needed(OrtSession session, Map<String, OnnxTensor> fed) {
        Map<String, OnnxTensor> needed = new HashMap<>(fed);
        needed.keySet().retainAll(session.getInputNames());
        return needed;
    }
}
