package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;

/**
 * What the picture is about: the whole tensor or one channel, and how it is quantized.
 *
 * @param channel the channel shown alone, or {@link HistogramViewModel#WHOLE_TENSOR}
 * @param state empty while it is computed
 * @param granule whose range can be taken hold of; empty where the values shown have several grids, or none yet
 * @param grids of the values shown; none while they are computed, and none of float values
 * @param range where the handles stand; empty where there is nothing to take hold of
 */
record ShownValues(
        TensorValues values,
        MomentHistogram histogram,
        int channel,
        Optional<QuantizedValues> state,
        Optional<Integer> granule,
        List<Grid> grids,
        Optional<Range> range) {

    /** @param before what was shown before, whose histogram is kept where it is the same */
    static ShownValues of(
            TensorValues values, Optional<QuantizedValues> state, int wanted, Optional<ShownValues> before) {
        int channel = wanted < values.channels() ? wanted : HistogramViewModel.WHOLE_TENSOR;
        Optional<ShownValues> same = before.filter(b -> b.channel == channel && b.values.equals(values));
        MomentHistogram histogram = same.map(ShownValues::histogram)
                .orElseGet(() -> (channel >= 0 ? values.channelHistogram(channel) : Optional.<MomentHistogram>empty())
                        .orElseGet(values::histogram));
        Optional<Integer> granule = state.flatMap(s -> s.granule(channel));
        Optional<Range> range = granule.flatMap(g -> state.orElseThrow().standing(g));
        List<Grid> grids = same.filter(b -> b.state.equals(state))
                .map(ShownValues::grids)
                .orElseGet(() -> state.map(s -> s.grids(channel)).orElse(List.of()));
        return new ShownValues(values, histogram, channel, state, granule, grids, range);
    }

    /** The grid of the values shown where there is one only. */
    Optional<Grid> grid() {
        return grids.size() == 1 ? Optional.of(grids.get(0)) : Optional.empty();
    }

    Rounding rounding() {
        return state.map(QuantizedValues::rounding).orElse(Rounding.HALF_EVEN);
    }

    Granularity granularity() {
        return state.map(QuantizedValues::granularity).orElse(Granularity.TENSOR);
    }

    Optional<NumberFormat> format() {
        return state.map(QuantizedValues::format);
    }

    /** The error of the values shown. */
    Optional<QuantError> error() {
        return state.filter(s -> s.format().isQuantized())
                .map(s -> channel >= 0 && channel < s.channelErrors().size()
                        ? s.channelErrors().get(channel)
                        : s.error());
    }

    /** Whether values on several grids are shown together. */
    boolean hasSeveralGrids() {
        return grids.size() > 1;
    }

    Optional<HandleRules> rules() {
        return format().filter(NumberFormat.Ranged.class::isInstance)
                .map(format -> HandleRules.of((NumberFormat.Ranged) format, histogram));
    }

    /** Lowest and highest value that any of the shown grids reaches; empty for float. */
    Optional<Range> reach() {
        return reach(grids);
    }

    static Optional<Range> reach(List<Grid> grids) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (Grid grid : grids) {
            low = Math.min(low, grid.reachableMin());
            high = Math.max(high, grid.reachableMax());
        }
        return finite(low, high);
    }

    /** Lowest and highest value that all of the shown grids reach; empty for float. */
    Optional<Range> commonReach() {
        float low = Float.NEGATIVE_INFINITY;
        float high = Float.POSITIVE_INFINITY;
        for (Grid grid : grids) {
            low = Math.max(low, grid.reachableMin());
            high = Math.min(high, grid.reachableMax());
        }
        return finite(low, high).filter(range -> range.max() > range.min());
    }

    private static Optional<Range> finite(float low, float high) {
        return Float.isFinite(low) && Float.isFinite(high) && low <= high
                ? Optional.of(new Range(low, high))
                : Optional.empty();
    }
}
