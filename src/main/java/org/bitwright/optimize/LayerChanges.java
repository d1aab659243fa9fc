package org.bitwright.optimize;

import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/** A configuration while its layers are improved one after the other, and why some are not. */
final class LayerChanges {
    private final Map<String, Phrase> notes = new HashMap<>();
    private QuantConfig config;

    LayerChanges(QuantConfig config) {
        this.config = config;
    }

    QuantConfig config() {
        return config;
    }

    TensorConfig of(LayerOperation layer) {
        return config.of(layer.name());
    }

    void put(LayerOperation layer, TensorConfig next) {
        config = config.with(layer.name(), next);
    }

    /** @param reason in a user's words */
    void leave(LayerOperation layer, Phrase reason) {
        notes.put(layer.name(), reason);
    }

    /** Empty for a layer that changed. */
    Phrase note(String layer) {
        return notes.getOrDefault(layer, Phrase.NONE);
    }
}
