package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.quant.ChannelGranules;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;
import org.bitwright.ui.common.GridFigure;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.RequestedRange;

/**
 * What came of the choices: grids and errors of what is shown.
 *
 * @param min the range as it was asked for; none of formats without one, and of groups
 * @param reach what the grids really reach, from the lowest to the highest; empty for float
 * @param scale of integers and of floating-point formats that have a range
 * @param zeroPoint of integers
 * @param own what grids of the format are known by: α, centroids, block scales; none where formats differ
 * @param normalized RMSE / step, 1/√12 at best on smooth values; over several grids each by its own step
 * @param manual whether one of the shown ranges was set by hand
 */
record Figures(
        Shared<Float> min,
        Shared<Float> max,
        Optional<Range> reach,
        Shared<Float> scale,
        Shared<Integer> zeroPoint,
        List<GridFigure> own,
        Optional<QuantError> error,
        OptionalDouble normalized,
        long bytes,
        boolean manual) {

    static final Figures NONE = new Figures(
            Shared.none(),
            Shared.none(),
            Optional.empty(),
            Shared.none(),
            Shared.none(),
            List.of(),
            Optional.empty(),
            OptionalDouble.empty(),
            0,
            false);

    /**
     * Of layers whose grids are all known.
     *
     * @param channel the channel that is shown alone, where there is one layer; else negative
     */
    static Figures of(List<LayerRow> rows, int channel) {
        Collecting collecting = new Collecting();
        rows.forEach(row -> collecting.add(row, row.quantized().orElseThrow(), channel));
        return collecting.figures();
    }

    private static final class Collecting {
        private final List<NumberFormat> formats = new ArrayList<>();
        private final List<Grid> grids = new ArrayList<>();
        private final List<Range> ranges = new ArrayList<>();
        private QuantError error = QuantError.NONE;
        private double squaredSteps;
        private long bytes;
        private boolean manual;

        void add(LayerRow row, QuantizedLayer layer, int channel) {
            boolean alone = channel >= 0 && channel < layer.channelErrors().size();
            QuantError shown = alone ? layer.channelErrors().get(channel) : layer.error();
            error = error.plus(shown);
            bytes += layer.bytes();
            formats.add(layer.config().format());
            if (!layer.config().format().isQuantized()) {
                return;
            }
            Granularity granularity = layer.config().granularity();
            GranuleLayout layout = GranuleLayout.of(row.layer(), granularity);
            for (int granule : ChannelGranules.of(row.layer(), granularity, alone ? channel : -1)) {
                if (granule < layer.grids().size()) {
                    Grid grid = layer.grids().get(granule);
                    long count = granularity.isGroup()
                            ? layout.values(granule)
                            : granularity.isTensor()
                                    ? shown.count()
                                    : layer.channelErrors().get(granule).count();
                    add(layer, granule, grid, count);
                }
            }
        }

        private void add(QuantizedLayer layer, int granule, Grid grid, long count) {
            grids.add(grid);
            manual |= layer.config().manual().containsKey(granule);
            boolean ranged = layer.config().format() instanceof NumberFormat.Ranged;
            if (ranged && !layer.config().granularity().isGroup()) {
                ranges.add(RequestedRange.of(layer.config(), granule, grid));
            }
            if (grid instanceof UniformGrid uniform) {
                squaredSteps += count * (double) uniform.scale() * uniform.scale();
            }
        }

        Figures figures() {
            boolean ranged = !ranges.isEmpty() && ranges.size() == grids.size();
            boolean uniform = !grids.isEmpty() && grids.stream().allMatch(UniformGrid.class::isInstance);
            return new Figures(
                    ranged ? Shared.of(ranges.stream().map(Range::min)) : Shared.none(),
                    ranged ? Shared.of(ranges.stream().map(Range::max)) : Shared.none(),
                    reach(),
                    ranged ? Shared.of(grids.stream().map(Collecting::scale)) : Shared.none(),
                    uniform ? Shared.of(grids.stream().map(grid -> ((UniformGrid) grid).zeroPoint())) : Shared.none(),
                    formats.stream().map(FormatFamily::of).distinct().count() == 1
                            ? GridFigure.of(formats.get(0), grids)
                            : List.of(),
                    Optional.of(error),
                    uniform && squaredSteps > 0
                            ? OptionalDouble.of(Math.sqrt(error.sumSquaredError() / squaredSteps))
                            : OptionalDouble.empty(),
                    bytes,
                    manual);
        }

        private static float scale(Grid grid) {
            return grid instanceof FloatGrid floating ? floating.scale() : ((UniformGrid) grid).scale();
        }

        private Optional<Range> reach() {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (Grid grid : grids) {
                low = Math.min(low, grid.reachableMin());
                high = Math.max(high, grid.reachableMax());
            }
            return low <= high ? Optional.of(new Range(low, high)) : Optional.empty();
        }
    }
}
