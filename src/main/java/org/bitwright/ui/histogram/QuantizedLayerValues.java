package org.bitwright.ui.histogram;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.ChannelGranules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;

/** The weights of a layer as they are quantized. */
public record QuantizedLayerValues(LayerWeights weights, QuantizedLayer layer) implements QuantizedValues {
    @Override
    public NumberFormat format() {
        return layer.config().format();
    }

    @Override
    public Granularity granularity() {
        return layer.config().granularity();
    }

    @Override
    public Rounding rounding() {
        return layer.config().rounding();
    }

    @Override
    public List<Grid> grids(int channel) {
        if (!format().isQuantized()) {
            return List.of();
        }
        int granules = layer.grids().size();
        int[] shown = ChannelGranules.of(weights.layer(), granularity(), channel);
        return shown.length == granules || granules == 1
                ? layer.grids()
                : Arrays.stream(shown)
                        .filter(granule -> granule < granules)
                        .mapToObj(layer.grids()::get)
                        .toList();
    }

    @Override
    public Optional<Integer> granule(int channel) {
        int granules = layer.grids().size();
        if (granules == 1) {
            return Optional.of(0);
        }
        return granularity().isChannel() && channel >= 0 && channel < granules
                ? Optional.of(channel)
                : Optional.empty();
    }

    @Override
    public Optional<Range> standing(int granule) {
        return HandleRules.standing(layer, granule);
    }

    @Override
    public QuantError error() {
        return layer.error();
    }

    @Override
    public List<QuantError> channelErrors() {
        return layer.channelErrors();
    }

    @Override
    public Optional<QuantizedSample> sample(int channel) {
        return Optional.of(QuantizedSample.of(weights, layer, channel)).filter(QuantizedSample::fits);
    }
}
