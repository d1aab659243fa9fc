package org.bitwright.optimize;

import java.util.List;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Folds the batch normalizations behind some layers; needs no samples. */
final class NormalizationFoldStep implements ImprovementStep {

    @Override
    public LayerChanges improve(
            CalibrationRun run,
            QuantConfig config,
            List<LayerOperation> layers,
            Progress progress,
            CancelToken cancel) {
        return fold(run.document(), config, layers, cancel);
    }

    static LayerChanges fold(
            OnnxDocument document, QuantConfig config, List<LayerOperation> layers, CancelToken cancel) {
        LayerConstants constants = new LayerConstants(document, NetworkConstants.reference(config));
        LayerChanges changes = new LayerChanges(config);
        for (LayerOperation layer : layers) {
            cancel.throwIfCancelled();
            if (layer.normalization().isEmpty()) {
                changes.leave(layer, Phrase.of("no batch normalization that only this layer feeds stands behind it"));
                continue;
            }
            NormalizationFold.fold(layer, constants);
            Map<String, float[]> own = FloatOverlays.own(layer, constants.changed());
            changes.put(layer, FloatOverlays.overlaid(changes.of(layer), ImprovementKind.NORMALIZATION_FOLD, own));
        }
        return changes;
    }
}
