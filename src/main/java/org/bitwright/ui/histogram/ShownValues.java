package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;

/**
 * What the picture is about: the whole tensor or one channel, and how it is quantized.
 *
 * @param channel the channel shown alone, or {@link HistogramViewModel#WHOLE_TENSOR}
 * @param state empty while it is computed
 * @param granule whose grid is shown; empty where the values shown have several grids, or none yet
 * @param range where the handles stand; empty where there is nothing to take hold of
 */
record ShownValues(
        LayerWeights weights,
        MomentHistogram histogram,
        int channel,
        Optional<QuantizedLayer> state,
        Optional<Integer> granule,
        Optional<Range> range) {

    /** @param before what was shown before, whose histogram is kept where it is the same */
    static ShownValues of(
            LayerWeights weights, Optional<QuantizedLayer> state, int wanted, Optional<ShownValues> before) {
        int channel = wanted < weights.channels() ? wanted : HistogramViewModel.WHOLE_TENSOR;
        MomentHistogram histogram = before.filter(b -> b.weights == weights && b.channel == channel)
                .map(ShownValues::histogram)
                .orElseGet(() -> channel >= 0 ? weights.channelHistogram(channel) : weights.histogram());
        Optional<Integer> granule = state.flatMap(s -> granule(s, channel));
        Optional<Range> range = granule.flatMap(g -> HandleRules.standing(state.orElseThrow(), g));
        return new ShownValues(weights, histogram, channel, state, granule, range);
    }

    private static Optional<Integer> granule(QuantizedLayer state, int channel) {
        int granules = state.grids().size();
        if (granules == 1) {
            return Optional.of(0);
        }
        boolean ofChannels = state.config().granularity().isChannel();
        return ofChannels && channel >= 0 && channel < granules ? Optional.of(channel) : Optional.empty();
    }

    Optional<Grid> grid() {
        return granule.map(g -> state.orElseThrow().grids().get(g)).filter(g -> !(g instanceof Grid.Identity));
    }

    Optional<NumberFormat> format() {
        return state.map(s -> s.config().format());
    }

    /** The error of the values shown. */
    Optional<QuantError> error() {
        return state.filter(s -> s.config().format().isQuantized())
                .map(s -> channel >= 0 && channel < s.channelErrors().size()
                        ? s.channelErrors().get(channel)
                        : s.error());
    }

    /** Whether each channel has a grid of its own and all are shown together. */
    boolean hasSeveralGrids() {
        return state.isPresent() && granule.isEmpty();
    }

    Optional<HandleRules> rules() {
        return format().filter(NumberFormat.Ranged.class::isInstance)
                .map(format -> HandleRules.of((NumberFormat.Ranged) format, histogram));
    }

    /** Lowest and highest value that any of the shown grids reaches; empty for float. */
    Optional<Range> reach() {
        List<Grid> grids = grid().map(List::of)
                .orElseGet(() -> hasSeveralGrids() ? state.orElseThrow().grids() : List.of());
        if (grids.isEmpty() || grids.get(0) instanceof Grid.Identity) {
            return Optional.empty();
        }
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (Grid grid : grids) {
            low = Math.min(low, grid.reachableMin());
            high = Math.max(high, grid.reachableMax());
        }
        return Float.isFinite(low) && Float.isFinite(high) ? Optional.of(new Range(low, high)) : Optional.empty();
    }
}
