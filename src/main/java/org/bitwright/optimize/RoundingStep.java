package org.bitwright.optimize;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** Chooses the codes of some layers, one after the other, each with the layers before it already quantized. */
final class RoundingStep implements ImprovementStep {
    private final ImprovementKind kind;

    private RoundingStep(ImprovementKind kind) {
        this.kind = kind;
    }

    static RoundingStep learned() {
        return new RoundingStep(ImprovementKind.LEARNED_ROUNDING);
    }

    static RoundingStep errorFeedback() {
        return new RoundingStep(ImprovementKind.ERROR_FEEDBACK);
    }

    @Override
    public LayerChanges improve(
            CalibrationRun run, QuantConfig config, List<LayerOperation> layers, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        LayerChanges changes = new LayerChanges(config);
        List<LayerOperation> eligible =
                layers.stream().filter(layer -> isEligible(layer, changes)).toList();
        eligible.forEach(layer -> changes.put(layer, nearest(changes.of(layer))));
        int done = 0;
        for (LayerOperation layer : eligible) {
            progress.message(layer.name());
            double from = (double) done / eligible.size();
            round(run, layer, changes, progress.part(from, (double) ++done / eligible.size()), cancel);
        }
        return changes;
    }

    private boolean isEligible(LayerOperation layer, LayerChanges changes) {
        NumberFormat format = changes.of(layer).format();
        if (!format.isQuantized()) {
            changes.leave(layer, Phrase.of("it is not quantized"));
            return false;
        }
        if (kind == ImprovementKind.LEARNED_ROUNDING && !(format instanceof NumberFormat.Uniform)) {
            changes.leave(layer, Phrase.of("rounding is learned for integers only"));
            return false;
        }
        if (kind == ImprovementKind.LEARNED_ROUNDING && layer.fixedBias()) {
            changes.leave(layer, Phrase.of("its bias is shared, or computed"));
            return false;
        }
        if (kind == ImprovementKind.ERROR_FEEDBACK && !fitsInMemory(layer)) {
            changes.leave(layer, Phrase.of("it sums up more inputs than the memory can relate to each other"));
            return false;
        }
        return true;
    }

    /** Three matrices of columns × columns in double precision must leave half of the memory to the rest. */
    private static boolean fitsInMemory(LayerOperation layer) {
        long columns = layer.geometry().columns();
        return columns * columns
                < Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / (6 * Double.BYTES));
    }

    /** Each weight by itself, and without a correction that was measured for other codes. */
    private static TensorConfig nearest(TensorConfig config) {
        return config.withOverlay(config.baseOverlay()).withRounding(Rounding.HALF_EVEN);
    }

    private void round(
            CalibrationRun run, LayerOperation layer, LayerChanges changes, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        TensorConfig config = changes.of(layer);
        LayerWeights weights = run.constants().weights(layer.layer(), config, cancel);
        if (weights.nanCount() + weights.infiniteCount() > 0) {
            changes.leave(layer, Phrase.of("some of its weights are not finite"));
            return;
        }
        SampledRows rows = run.rows(layer, changes.config(), progress.part(0, 0.2), cancel);
        RoundingMatrix matrix = matrix(layer, weights, config, cancel);
        try {
            RoundingCodes found = found(run, layer, config, matrix, rows, progress.part(0.2, 1), cancel);
            int[] codes = new int[found.codes().length];
            LayerGeometry geometry = layer.geometry();
            for (int entry = 0; entry < codes.length; entry++) {
                codes[geometry.index(entry / geometry.columns(), entry % geometry.columns())] = found.codes()[entry];
            }
            changes.put(layer, config.withRounding(new Rounding.Assigned(AssignedCodes.of(kind.id(), codes))));
        } catch (ArithmeticException e) {
            changes.leave(layer, Phrase.toldBy(e));
        }
    }

    private RoundingCodes found(
            CalibrationRun run,
            LayerOperation layer,
            TensorConfig config,
            RoundingMatrix matrix,
            SampledRows rows,
            Progress progress,
            CancelToken cancel) {
        ImprovementOptions options = run.options();
        return kind == ImprovementKind.ERROR_FEEDBACK
                ? ErrorFeedback.round(matrix, rows, options.damping(), options.heaviestFirst(), progress, cancel)
                : LearnedRounding.learn(
                        matrix,
                        rows,
                        bias(run, layer, config),
                        layer.rectified(),
                        options.learning(),
                        progress,
                        cancel);
    }

    private static float[] bias(CalibrationRun run, LayerOperation layer, TensorConfig config) {
        Map<String, float[]> overlay =
                config.overlay().map(WeightOverlay::values).orElse(Map.of());
        Optional<String> bias = layer.bias();
        return bias.isPresent()
                ? new LayerConstants(run.document(), overlay).values(bias.get())
                : new float[layer.geometry().outputs()];
    }

    private static RoundingMatrix matrix(
            LayerOperation layer, LayerWeights weights, TensorConfig config, CancelToken cancel) {
        LayerGeometry geometry = layer.geometry();
        LayerGrids grids = LayerQuantizer.grids(weights, config, cancel);
        GranuleLayout layout = GranuleLayout.of(layer.layer(), config.granularity());
        float[] values = new float[geometry.size()];
        int[] granules = new int[values.length];
        for (int entry = 0; entry < values.length; entry++) {
            int index = geometry.index(entry / geometry.columns(), entry % geometry.columns());
            values[entry] = weights.values()[index];
            granules[entry] = layout.granule(index);
        }
        return new RoundingMatrix(
                geometry.outputs(), geometry.columns(), geometry.groups(), values, grids.list(), granules);
    }
}
