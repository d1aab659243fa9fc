package org.bitwright.optimize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Corrects the biases of some layers, one after the other. */
final class BiasCorrectionStep implements ImprovementStep {

    @Override
    public LayerChanges improve(
            CalibrationRun run, QuantConfig config, List<LayerOperation> layers, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        LayerChanges changes = new LayerChanges(config);
        List<LayerOperation> correctable =
                layers.stream().filter(layer -> isCorrectable(layer, changes)).toList();
        correctable.forEach(layer -> changes.put(layer, uncorrected(changes.of(layer))));
        if (correctable.isEmpty()) {
            return changes;
        }
        Map<String, ChannelMeans> wanted = run.floatMeans(correctable, changes.config(), progress.part(0, 0.2), cancel);
        int done = 0;
        for (LayerOperation layer : correctable) {
            progress.message(layer.name());
            ChannelMeans found = run.quantizedMeans(layer, changes.config(), new Progress(), cancel);
            ChannelMeans mean = wanted.get(layer.result());
            if (mean != null) {
                correct(run, layer, changes, mean, found);
            }
            progress.update(0.2 + 0.8 * ++done / correctable.size(), 1);
        }
        return changes;
    }

    private static boolean isCorrectable(LayerOperation layer, LayerChanges changes) {
        if (!changes.of(layer).format().isQuantized()) {
            changes.leave(layer, Phrase.of("it is not quantized"));
            return false;
        }
        if (layer.shift().isEmpty()) {
            changes.leave(layer, Phrase.of("it has no bias of its own that could take up the correction"));
            return false;
        }
        return true;
    }

    private static void correct(
            CalibrationRun run, LayerOperation layer, LayerChanges changes, ChannelMeans wanted, ChannelMeans found) {
        String shift = layer.shift().orElseThrow();
        TensorConfig config = changes.of(layer);
        float[] before = new LayerConstants(
                        run.document(),
                        config.overlay().map(WeightOverlay::values).orElse(Map.of()))
                .values(shift);
        float[] after = BiasCorrection.correct(before, wanted, found);
        changes.put(
                layer,
                with(
                        config,
                        Optional.of(WeightOverlay.corrected(
                                ImprovementKind.BIAS_CORRECTION.id(),
                                config.overlay(),
                                Map.of(shift, before),
                                Map.of(shift, after)))));
    }

    private static TensorConfig uncorrected(TensorConfig config) {
        return with(config, config.baseOverlay());
    }

    /** The weight stays, and with it codes that were assigned to it. */
    private static TensorConfig with(TensorConfig config, Optional<WeightOverlay> overlay) {
        return new TensorConfig(
                config.format(),
                config.granularity(),
                config.calibrator(),
                config.rounding(),
                overlay,
                config.manual());
    }
}
