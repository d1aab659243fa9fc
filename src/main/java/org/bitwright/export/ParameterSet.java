package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
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
        List<Phrase> losses) {

    static ParameterSet of(ExportSource source, CancelToken cancel) throws IOException {
        List<GridTensor> weights = new ArrayList<>();
        List<Layer> floats = new ArrayList<>();
        List<Phrase> losses = new ArrayList<>();
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
        Phrase label = Phrase.of("'%s' is %s", layer.name(), words(config));
        boolean uniform = GridTensor.isUniform(grids.get(0));
        return new GridTensor(
                layer.weight().name(),
                label,
                uniform ? config.format().bits() : 0,
                config.granularity(),
                grids,
                Optional.of(layer));
    }

    private static Phrase words(TensorConfig config) {
        Phrase format = ChoicePhrases.of(config.format());
        Phrase granularity = ChoicePhrases.of(config.granularity());
        return config.format() instanceof NumberFormat.Uniform uniform
                ? Phrase.of("%s, %s bits, %s", format, uniform.bits(), granularity)
                : Phrase.of("%s, %s", format, granularity);
    }

    private static GridTensor activation(String edge, Grid grid) {
        int bits = grid instanceof UniformGrid ? Integer.SIZE - Integer.numberOfLeadingZeros(grid.levels() - 1) : 0;
        Phrase label = grid instanceof FloatGrid floats
                ? Phrase.of("the activation '%s' is %s", edge, floats.type().name())
                : Phrase.of("the activation '%s' is int, %s bits", edge, bits);
        return new GridTensor(edge, label, bits, Granularity.TENSOR, List.of(grid), Optional.empty());
    }

    private static Optional<Phrase> changes(Layer layer, TensorConfig config) {
        return config.overlay()
                .map(overlay -> Phrase.of(
                        "'%s' has constants changed by %s, which are not in a file of parameters: use it with the model"
                                + " that 'simulated' writes, or the numbers differ.",
                        layer.name(), ChoicePhrases.origin(overlay.origin())));
    }

    private static Optional<Phrase> rounding(Layer layer, TensorConfig config) {
        if (config.format() instanceof NumberFormat.Ternary) {
            return Optional.of(Phrase.of(
                    "'%s' is ternary: the reader rounds to the nearest of −α, 0 and α, not at the threshold.",
                    layer.name()));
        }
        return config.rounding().isHalfEven()
                ? Optional.empty()
                : Optional.of(Phrase.of(
                        "'%s' is rounded by %s, which a file of parameters cannot say: the reader rounds to nearest.",
                        layer.name(), ChoicePhrases.of(config.rounding())));
    }
}
