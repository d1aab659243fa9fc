package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A session of the part of a network that runs otherwise than its base. Owns it.
 *
 * @param fed values of the base, and inputs of the network, that it takes
 * @param supplied constants that it takes besides, with their extents
 */
record NetworkPart(OrtSession session, Set<String> fed, Map<String, long[]> supplied) implements AutoCloseable {

    /** Runs a chunk that was recorded. */
    void run(Recording recording, BatchRunner runner, Map<String, float[]> constants, Answers into, Task task)
            throws InferenceException {
        Map<String, OnnxTensor> tensors = tensors(constants);
        try {
            runner.forEach(
                    recording.batches(),
                    (batch, scratch, termination) -> run(recording, runner, batch, tensors, into, scratch, termination),
                    task.progress(),
                    task.cancel());
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private void run(
            Recording recording,
            BatchRunner runner,
            BatchRunner.Batch batch,
            Map<String, OnnxTensor> constants,
            Answers into,
            NetworkInputs.Scratch scratch,
            Termination termination)
            throws InferenceException {
        NetworkInputs inputs = runner.inputs();
        Map<String, OnnxTensor> all = new HashMap<>(constants);
        Set<String> left = new HashSet<>(fed);
        for (String name : fed) {
            if (recording.values().contains(name)) {
                all.put(name, recording.tensor(batch, name));
                left.remove(name);
            }
        }
        try (NetworkInputs.Feed feed =
                left.isEmpty() ? NetworkInputs.Feed.none() : inputs.feed(batch.first(), batch.count(), scratch)) {
            feed.tensors().forEach((name, tensor) -> {
                if (left.contains(name)) {
                    all.put(name, tensor);
                }
            });
            try (OrtSession.Result result = session.run(all, Set.of(inputs.output()), termination.options())) {
                into.take(
                        result.get(0),
                        batch.first() - recording.first(),
                        batch.count(),
                        inputs.room(batch.count()),
                        inputs.mask(batch.first(), batch.count()));
            }
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }

    private Map<String, OnnxTensor> tensors(Map<String, float[]> constants) throws InferenceException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, long[]> entry : supplied.entrySet()) {
                float[] values = constants.getOrDefault(entry.getKey(), new float[0]);
                ByteBuffer bytes =
                        ByteBuffer.allocateDirect(values.length * Float.BYTES).order(ByteOrder.nativeOrder());
                bytes.asFloatBuffer().put(values);
                tensors.put(
                        entry.getKey(),
                        OnnxTensor.createTensor(Sessions.environment(), bytes.asFloatBuffer(), entry.getValue()));
            }
            return tensors;
        } catch (OrtException e) {
            tensors.values().forEach(OnnxTensor::close);
            throw OrtFailure.of("Preparing the network", e);
        }
    }

    @Override
    public void close() {
        Sessions.close(session);
    }
}
