package org.bitwright.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.PromotedWeights;

/**
 * A session whose layer weights are inputs: their values are overwritten in place, so that a candidate costs a copy of
 * the weights and no new session. Owns the session and the weights in native memory.
 */
final class PromotedNetwork implements AutoCloseable {
    private final Map<String, Tensor> originals = new HashMap<>();
    private final Map<String, ByteBuffer> buffers = new HashMap<>();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();
    private final PreparedNetwork network;

    /** @param atOnce samples that run together at most; 0 where the runner chooses */
    PromotedNetwork(OnnxDocument document, String output, int atOnce) throws InferenceException {
        Model model = document.model();
        model.layers().stream().map(Layer::weight).forEach(weight -> originals.put(weight.name(), weight));
        OrtSession session = Sessions.of(promoted(document));
        try {
            for (Tensor weight : originals.values()) {
                add(weight);
            }
        } catch (InferenceException | RuntimeException e) {
            tensors.values().forEach(OnnxTensor::close);
            Sessions.close(session);
            throw e;
        }
        network = new PreparedNetwork(session, output, tensors, atOnce);
    }

    boolean holds(Set<String> names) {
        return originals.keySet().containsAll(names);
    }

    /** The network with these values; weights that they do not name have their own. */
    PreparedNetwork with(Map<String, float[]> weights) throws InferenceException {
        for (String name : Set.copyOf(replaced)) {
            if (!weights.containsKey(name)) {
                restore(name);
            }
        }
        weights.forEach((name, values) -> {
            put(name, values);
            replaced.add(name);
        });
        return network;
    }

    private OnnxDocument promoted(OnnxDocument document) throws InferenceException {
        try {
            return PromotedWeights.promote(document, originals.keySet());
        } catch (IOException e) {
            throw new InferenceException("The network cannot be prepared: " + e.getMessage(), e);
        }
    }

    private void add(Tensor weight) throws InferenceException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(
                        Math.toIntExact(weight.type().bytesFor(weight.shape().elements())))
                .order(ByteOrder.nativeOrder());
        buffers.put(weight.name(), buffer);
        restore(weight.name());
        try {
            tensors.put(
                    weight.name(),
                    OnnxTensor.createTensor(
                            Sessions.environment(),
                            buffer,
                            weight.shape().toArray(),
                            NativeFloats.javaType(weight.type())));
        } catch (OrtException e) {
            throw OrtFailure.of("Preparing the network", e);
        }
    }

    private void restore(String name) throws InferenceException {
        try {
            put(name, tensor(name).readFloats());
            replaced.remove(name);
        } catch (IOException e) {
            throw new InferenceException("The weight '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private void put(String name, float[] values) {
        Tensor weight = tensor(name);
        if (values.length != weight.shape().elements()) {
            throw new IllegalArgumentException("weight '" + name + "' has "
                    + weight.shape().elements() + " values, but " + values.length + " are given");
        }
        ByteBuffer buffer = buffers.get(name);
        if (buffer != null) {
            NativeFloats.put(values, weight.type(), buffer.duplicate().order(ByteOrder.nativeOrder()));
        }
    }

    private Tensor tensor(String name) {
        Tensor weight = originals.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no layer has a weight '" + name + "'");
        }
        return weight;
    }

    @Override
    public void close() {
        network.close();
        tensors.values().forEach(OnnxTensor::close);
    }
}
