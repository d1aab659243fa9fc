package org.bitwright.runtime;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.PromotedWeights;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.runtime.session.Values;
import org.bitwright.task.CancelToken;

/**
 * A session whose layer weights are inputs: their values are overwritten in place, so that a candidate costs a copy of
 * the weights and no new session. Owns the session.
 */
final class PromotedNetwork implements AutoCloseable {
    private final Map<String, Tensor> originals = new HashMap<>();
    private final Map<String, Values> values = new HashMap<>();
    private final Set<String> replaced = new HashSet<>();
    private final PreparedNetwork network;

    /** @param atOnce samples that run together at most; 0 where the runner chooses */
    PromotedNetwork(OnnxDocument document, String output, int atOnce, CancelToken cancel) throws InferenceException {
        Model model = document.model();
        model.layers().stream().map(Layer::weight).forEach(weight -> originals.put(weight.name(), weight));
        Session session = Sessions.of(promoted(document), cancel);
        try {
            for (Tensor weight : originals.values()) {
                values.put(weight.name(), ConstantValues.room(weight));
                restore(weight.name());
            }
        } catch (InferenceException | RuntimeException e) {
            session.close();
            throw e;
        }
        network = new PreparedNetwork(session, output, values, atOnce);
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
        weights.forEach((name, floats) -> {
            put(name, floats);
            replaced.add(name);
        });
        return network;
    }

    private OnnxDocument promoted(OnnxDocument document) throws InferenceException {
        try {
            return PromotedWeights.promote(document, originals.keySet());
        } catch (IOException e) {
            throw new InferenceException(Phrase.of("The network cannot be prepared: %s", Phrase.toldBy(e)), e);
        }
    }

    private void restore(String name) throws InferenceException {
        try {
            put(name, tensor(name).readFloats());
            replaced.remove(name);
        } catch (IOException e) {
            throw new InferenceException(Phrase.of("The weight '%s' cannot be read: %s", name, Phrase.toldBy(e)), e);
        }
    }

    private void put(String name, float[] floats) {
        Values room = values.get(name);
        if (room == null) {
            throw new IllegalArgumentException("no layer has a weight '" + name + "'");
        }
        ConstantValues.put(name, floats, room);
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
    }
}
