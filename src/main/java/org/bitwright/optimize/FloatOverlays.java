package org.bitwright.optimize;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/** Puts new float constants of the same function in the place of a layer's own. */
final class FloatOverlays {
    private FloatOverlays() {}

    /** Of changed constants those that belong to a layer: its weight, its bias, the normalization behind it. */
    static Map<String, float[]> own(LayerOperation layer, Map<String, float[]> changed) {
        Map<String, float[]> own = new HashMap<>();
        Stream<String> ofNormalization = layer.normalization().stream()
                .flatMap(fold -> Stream.of(fold.scale(), fold.shift(), fold.mean(), fold.variance()));
        Stream.of(Stream.of(layer.layer().weight().name()), layer.bias().stream(), ofNormalization)
                .flatMap(part -> part)
                .forEach(name -> {
                    float[] values = changed.get(name);
                    if (values != null) {
                        own.put(name, values);
                    }
                });
        return own;
    }

    /** Ranges set by hand were set for the weights as they were. */
    static TensorConfig overlaid(TensorConfig config, ImprovementKind kind, Map<String, float[]> values) {
        WeightOverlay overlay = config.baseOverlay()
                .map(before -> before.with(kind.id(), values))
                .orElseGet(() -> WeightOverlay.of(kind.id(), values));
        return config.withOverlay(Optional.of(overlay)).withoutManual();
    }
}
