package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.RequestedRange;

/**
 * What came of the choices: grids and errors of what is shown.
 *
 * @param min the range as it was asked for
 * @param reachMin what the grid really reaches
 * @param normalized RMSE / step, 1/√12 at best on smooth values; over several grids each by its own step
 * @param manual whether one of the shown ranges was set by hand
 */
record Figures(
        Shared<Float> min,
        Shared<Float> max,
        Shared<Float> reachMin,
        Shared<Float> reachMax,
        Shared<Float> scale,
        Shared<Integer> zeroPoint,
        Optional<QuantError> error,
        OptionalDouble normalized,
        long bytes,
        boolean manual) {

    static final Figures NONE = new Figures(
            Shared.none(),
            Shared.none(),
            Shared.none(),
            Shared.none(),
            Shared.none(),
            Shared.none(),
            Optional.empty(),
            OptionalDouble.empty(),
            0,
            false);

    /**
     * Of layers whose grids are all known.
     *
     * @param channel the channel that is shown alone, where there is one layer; else negative
     */
    static Figures of(List<LayerRow> rows, Function<LayerRow, List<Integer>> granules, int channel) {
        List<QuantizedLayer> layers = new ArrayList<>();
        List<UniformGrid> grids = new ArrayList<>();
        List<Range> ranges = new ArrayList<>();
        QuantError error = QuantError.NONE;
        double steps = 0;
        boolean manual = false;
        for (LayerRow row : rows) {
            QuantizedLayer layer = row.quantized().orElseThrow();
            layers.add(layer);
            boolean alone = channel >= 0 && channel < layer.channelErrors().size();
            error = error.plus(alone ? layer.channelErrors().get(channel) : layer.error());
            for (int granule : granules.apply(row)) {
                if (granule >= layer.grids().size()) {
                    continue;
                }
                Grid grid = layer.grids().get(granule);
                ranges.add(
                        grid instanceof Grid.Identity
                                ? new Range(0, 0)
                                : RequestedRange.of(layer.config(), granule, grid));
                manual |= layer.config().manual().containsKey(granule);
                if (grid instanceof UniformGrid uniform) {
                    grids.add(uniform);
                    long count = alone && layer.config().granularity().isTensor()
                            ? layer.channelErrors().get(channel).count()
                            : layer.errors()
                                    .get(layer.errors().size() == 1 ? 0 : granule)
                                    .count();
                    steps += count * (double) uniform.scale() * uniform.scale();
                }
            }
        }
        boolean uniform = !grids.isEmpty() && grids.size() == ranges.size();
        return new Figures(
                uniform ? Shared.of(ranges.stream().map(Range::min)) : Shared.none(),
                uniform ? Shared.of(ranges.stream().map(Range::max)) : Shared.none(),
                Shared.of(grids.stream().map(UniformGrid::reachableMin)),
                Shared.of(grids.stream().map(UniformGrid::reachableMax)),
                Shared.of(grids.stream().map(UniformGrid::scale)),
                Shared.of(grids.stream().map(UniformGrid::zeroPoint)),
                Optional.of(error),
                uniform && steps > 0
                        ? OptionalDouble.of(Math.sqrt(error.sumSquaredError() / steps))
                        : OptionalDouble.empty(),
                layers.stream().mapToLong(QuantizedLayer::bytes).sum(),
                manual);
    }
}
