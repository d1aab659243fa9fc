package org.bitwright.optimize;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.ChannelChains;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.QuantConfig;
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
            Map<String, float[]> own = FloatOverlays.own(layer, changed);
            if (own.isEmpty()) {
                changes.leave(layer, Phrase.of("no layer before or behind it can take up a channel's scale"));
            } else {
                changes.put(layer, FloatOverlays.overlaid(changes.of(layer), ImprovementKind.EQUALIZATION, own));
            }
        }
        return changes;
    }
}
