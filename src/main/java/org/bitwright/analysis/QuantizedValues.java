package org.bitwright.analysis;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/**
 * Quantized weights, made when they are asked for. The values are not kept, for those of every layer at every width may
 * not fit in memory; grids are, since finding them is what costs. Used by one thread.
 */
public final class QuantizedValues {
    private final Sweep.Source source;
    private final Map<Choice, LayerGrids> grids = new HashMap<>();

    public QuantizedValues(Sweep.Source source) {
        this.source = source;
    }

    private record Choice(String layer, TensorConfig config) {}

    /** The values x̂ of a layer's weight in storage order: a new array. */
    public float[] of(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        LayerWeights weights = source.weights(layer.name(), config, cancel);
        Choice choice = new Choice(layer.name(), config);
        LayerGrids found = grids.get(choice);
        if (found == null) {
            found = LayerQuantizer.grids(weights, config, cancel);
            grids.put(choice, found);
        }
        return LayerQuantizer.values(weights, found, cancel);
    }

    /**
     * A choice that fits the layer and holds nothing that changes no number, such as channels where there is one, or a
     * calibrator that the format does not ask: choices that come to the same numbers are equal.
     */
    public static TensorConfig essence(Layer layer, TensorConfig config) {
        TensorConfig possible = config.fitting(layer);
        TensorConfig essence = possible.granularity().isChannel() && layer.channels() == 1
                ? possible.withGranularity(Granularity.TENSOR)
                : possible;
        return FormatRules.obstacle(essence.format(), essence.calibrator()).isPresent()
                ? essence.withCalibrator(Calibrator.minMax())
                : essence;
    }
}
