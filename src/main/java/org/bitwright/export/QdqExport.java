package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.onnx.IntegerExport;
import org.bitwright.onnx.IntegerTensor;
import org.bitwright.onnx.IntegerWeights;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxWriter;
import org.bitwright.onnx.SimulatedWeights;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/** ONNX with integer weights, each with a DequantizeLinear behind it (exports.md, 1). */
final class QdqExport implements Exporter {

    @Override
    public List<String> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        List<IntegerTensor> integers = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        OnnxDocument document = source.document();
        for (Layer layer : source.model().layers()) {
            TensorConfig config = source.config().of(layer.name());
            if (config.overlay().isPresent()) {
                document = SimulatedWeights.replace(
                        document, config.overlay().get().values());
            }
            if (!config.format().isQuantized()) {
                continue;
            }
            LayerWeights weights = source.layers().weights(layer, config, cancel);
            LayerGrids grids = source.quantized(layer, cancel).layerGrids();
            if (!isInteger(config)) {
                document = SimulatedWeights.replace(document, source.simulated(layer, cancel));
                losses.add("'" + layer.name() + "' is " + ConfigNames.of(config.format()) + " per "
                        + ConfigNames.of(config.granularity()) + ": it is stored as simulated floats.");
            } else if (weights.nanCount() + weights.infiniteCount() > 0) {
                document = SimulatedWeights.replace(document, source.simulated(layer, cancel));
                losses.add("'" + layer.name() + "' holds NaN or infinite weights, which no integer can stand for: it is"
                        + " stored as simulated floats.");
            } else {
                integers.add(integers(source, layer, weights, grids));
            }
        }
        cancel.throwIfCancelled();
        IntegerExport export = IntegerWeights.store(document, integers);
        losses.addAll(export.losses());
        OnnxWriter.write(export.document(), file);
        return losses;
    }

    private static boolean isInteger(TensorConfig config) {
        boolean integer =
                config.format() instanceof NumberFormat.Uniform || config.format() instanceof NumberFormat.Binary;
        return integer && !config.granularity().isGroup();
    }

    private static IntegerTensor integers(ExportSource source, Layer layer, LayerWeights weights, LayerGrids grids) {
        TensorConfig config = source.config().of(layer.name());
        OptionalInt axis = config.granularity().isChannel() ? layer.channelAxis() : OptionalInt.empty();
        float[] scales = new float[grids.size()];
        int[] zeroPoints = new int[grids.size()];
        for (int granule = 0; granule < scales.length; granule++) {
            if (grids.get(granule) instanceof UniformGrid uniform) {
                scales[granule] = uniform.scale();
                zeroPoints[granule] = uniform.zeroPoint();
            } else if (grids.get(granule) instanceof BinaryGrid binary) {
                scales[granule] = binary.alpha();
            }
        }
        boolean signed = !(config.format() instanceof NumberFormat.Uniform uniform)
                || !uniform.scheme().hasZeroPoint();
        int[] codes = config.format() instanceof NumberFormat.Binary
                ? signs(weights.values())
                : LayerQuantizer.codes(weights, grids);
        return new IntegerTensor(
                layer.weight().name(),
                codes,
                scales,
                zeroPoints,
                config.format().bits(),
                signed,
                axis);
    }

    private static int[] signs(float[] values) {
        int[] signs = new int[values.length];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = values[i] < 0 ? -1 : 1;
        }
        return signs;
    }

    @Override
    public boolean isRunnable() {
        return true;
    }
}
