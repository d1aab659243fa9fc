package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;

/**
 * What files say that hold the parameters of a quantized network without its weights (exports.md, 3 to 5): the reader
 * quantizes the float model anew with them. Whatever makes its numbers differ from the workbench's is a loss.
 *
 * @param weights quantized weights, of any format, in the order of layers
 * @param activations edges with a grid, of any format, in the order of the model
 * @param dynamic edges whose range is found in every run
 * @param floats layers that stay float
 * @param losses what no file of parameters brings along
 */
record ParameterSet(
        List<GridTensor> weights,
        List<GridTensor> activations,
        List<String> dynamic,
        List<Layer> floats,
        List<String> losses) {

    static ParameterSet of(ExportSource source, CancelToken cancel) throws IOException {
        List<GridTensor> weights = new ArrayList<>();
        List<Layer> floats = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        for (Layer layer : source.model().layers()) {
            TensorConfig config = source.config().of(layer.name());
            changes(layer, config).ifPresent(losses::add);
            if (config.format().isQuantized()) {
                weights.add(
                        weight(layer, config, source.quantized(layer, cancel).grids()));
                rounding(layer, config).ifPresent(losses::add);
            } else {
                floats.add(layer);
            }
        }
        Map<String, Quantizer> quantizers = new LinkedHashMap<>(source.plan().quantizers());
        source.plan().carried().forEach(quantizers::putIfAbsent);
        List<GridTensor> activations = new ArrayList<>();
        List<String> dynamic = new ArrayList<>();
        quantizers.forEach((edge, quantizer) -> {
            if (quantizer instanceof Quantizer.Static fixed) {
                activations.add(activation(edge, fixed.grid()));
            } else {
                dynamic.add(edge);
            }
        });
        return new ParameterSet(weights, activations, dynamic, floats, losses);
    }

    private static GridTensor weight(Layer layer, TensorConfig config, List<Grid> grids) {
        String label = "'" + layer.name() + "' is " + words(config);
        boolean uniform = GridTensor.isUniform(grids.get(0));
        return new GridTensor(
                layer.weight().name(),
                label,
                uniform ? config.format().bits() : 0,
                config.granularity(),
                grids,
                Optional.of(layer));
    }

    private static String words(TensorConfig config) {
        String bits = config.format() instanceof NumberFormat.Uniform uniform ? uniform.bits() + " bits, " : "";
        return ConfigNames.of(config.format()) + ", " + bits + "per " + ConfigNames.of(config.granularity());
    }

    private static GridTensor activation(String edge, Grid grid) {
        int bits = grid instanceof UniformGrid ? Integer.SIZE - Integer.numberOfLeadingZeros(grid.levels() - 1) : 0;
        String format = grid instanceof FloatGrid floats ? floats.type().name() : "int, " + bits + " bits";
        return new GridTensor(
                edge,
                "the activation '" + edge + "' is " + format,
                bits,
                Granularity.TENSOR,
                List.of(grid),
                Optional.empty());
    }

    /** The losses of tensors that a file has no words for. */
    static String omitted(GridTensor tensor, String file) {
        return tensor.label() + ", which " + file + " cannot say: it is left out.";
    }

    private static Optional<String> changes(Layer layer, TensorConfig config) {
        return config.overlay()
                .map(overlay -> "'" + layer.name() + "' has constants changed by " + overlay.origin()
                        + ", which are not in a file of parameters: use it with the model that 'simulated' writes, or"
                        + " the numbers differ.");
    }

    private static Optional<String> rounding(Layer layer, TensorConfig config) {
        if (config.format() instanceof NumberFormat.Ternary) {
            return Optional.of("'" + layer.name() + "' is ternary: the reader rounds to the nearest of −α, 0 and α, not"
                    + " at the threshold.");
        }
        return config.rounding().isHalfEven()
                ? Optional.empty()
                : Optional.of("'" + layer.name() + "' is rounded by " + ConfigNames.of(config.rounding())
                        + ", which a file of parameters cannot say: the reader rounds to nearest.");
    }
}
