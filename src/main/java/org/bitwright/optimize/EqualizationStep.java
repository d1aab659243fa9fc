package org.bitwright.optimize;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitwright.onnx.ChannelChains;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Equalizes the pairs among some layers; needs no samples. */
final class EqualizationStep implements ImprovementStep {

    @Override
    public LayerChanges improve(
            CalibrationRun run,
            QuantConfig config,
            List<LayerOperation> layers,
            Progress progress,
            CancelToken cancel) {
        Set<String> names = new HashSet<>();
        layers.forEach(layer -> names.add(layer.name()));
        List<ChannelChains.Pair> pairs = ChannelChains.of(run.document(), run.operations()).stream()
                .filter(pair -> names.contains(pair.first().name())
                        && names.contains(pair.second().name()))
                .toList();
        LayerConstants constants = new LayerConstants(run.document(), NetworkConstants.reference(config));
        Equalization.equalize(pairs, constants, cancel);
        progress.update(1, 1);
        Map<String, float[]> changed = constants.changed();
        LayerChanges changes = new LayerChanges(config);
        for (LayerOperation layer : layers) {
            Map<String, float[]> own = own(layer, changed);
            if (own.isEmpty()) {
                changes.leave(layer, "no layer before or behind it can take up a channel's scale");
            } else {
                changes.put(layer, overlaid(changes.of(layer), own));
            }
        }
        return changes;
    }

    private static Map<String, float[]> own(LayerOperation layer, Map<String, float[]> changed) {
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
    private static TensorConfig overlaid(TensorConfig config, Map<String, float[]> values) {
        String origin = ImprovementKind.EQUALIZATION.id();
        WeightOverlay overlay = config.baseOverlay()
                .map(before -> before.with(origin, values))
                .orElseGet(() -> WeightOverlay.of(origin, values));
        return config.withOverlay(Optional.of(overlay)).withoutManual();
    }
}
