package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.ui.common.QuantizedEdge;

/** What flows through an activation as it is quantized: on one grid for all channels. */
public record QuantizedEdgeValues(QuantizedEdge edge) implements QuantizedValues {
    /** Float where nothing rounds. */
    @Override
    public NumberFormat format() {
        return edge.format();
    }

    @Override
    public Granularity granularity() {
        return Granularity.TENSOR;
    }

    @Override
    public Rounding rounding() {
        return Rounding.HALF_EVEN;
    }

    @Override
    public List<Grid> grids(int channel) {
        return edge.grid().map(List::of).orElse(List.of());
    }

    @Override
    public Optional<Integer> granule(int channel) {
        return edge.grid().map(grid -> 0);
    }

    @Override
    public Optional<Range> standing(int granule) {
        return edge.grid().flatMap(grid -> HandleRules.standing(format(), edge.manual(), grid));
    }

    @Override
    public QuantError error() {
        return edge.error().orElse(QuantError.NONE);
    }

    @Override
    public List<QuantError> channelErrors() {
        return edge.channelErrors();
    }

    /** The values are not kept. */
    @Override
    public Optional<QuantizedSample> sample(int channel) {
        return Optional.empty();
    }
}
