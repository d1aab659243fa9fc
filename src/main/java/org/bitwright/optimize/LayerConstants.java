package org.bitwright.optimize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.onnx.OnnxDocument;

/**
 * Float constants of a network as they are changed: the model's own, with others in their place. The model itself and
 * the arrays that were given stay as they are.
 */
final class LayerConstants {
    private final OnnxDocument document;
    private final Map<String, float[]> values;
    private final Set<String> written = new HashSet<>();

    /** @param values that stand in the place of the model's own, by name */
    LayerConstants(OnnxDocument document, Map<String, float[]> values) {
        this.document = document;
        this.values = new HashMap<>(values);
    }

    /** The present values of a constant; not written to. */
    float[] values(String name) {
        return values.computeIfAbsent(name, this::read);
    }

    /** The present values of a constant as an array to write to. */
    float[] writable(String name) {
        if (written.add(name)) {
            values.put(name, values(name).clone());
        }
        return values(name);
    }

    /** The constants that were written to, by name. */
    Map<String, float[]> changed() {
        Map<String, float[]> changed = new HashMap<>();
        written.forEach(name -> changed.put(name, values(name)));
        return Collections.unmodifiableMap(changed);
    }

    private float[] read(String name) {
        try {
            return document.constant(name)
                    .orElseThrow(() -> new IllegalArgumentException("the model has no constant '" + name + "'"))
                    .readFloats();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
