package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Range;
import org.bitwright.quant.UniformGrid;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.RequestedRange;

/**
 * What came of the choices for activations. Errors are estimated.
 *
 * @param min the range as it was asked for
 * @param reach what the grids really reach; empty where nothing is rounded
 * @param normalized RMSE / step
 */
record EdgeFigures(
        Shared<Float> min,
        Shared<Float> max,
        Optional<Range> reach,
        Shared<Float> scale,
        Shared<Integer> zeroPoint,
        Optional<QuantError> error,
        OptionalDouble normalized) {
    static final EdgeFigures NONE = new EdgeFigures(
            Shared.none(),
            Shared.none(),
            Optional.empty(),
            Shared.none(),
            Shared.none(),
            Optional.empty(),
            OptionalDouble.empty());

    /** @param channel that is shown alone, where there is one activation; else negative */
    static EdgeFigures of(List<EdgeRow> rows, int channel) {
        List<Grid> grids = new ArrayList<>();
        List<Range> ranges = new ArrayList<>();
        QuantError error = QuantError.NONE;
        double squaredSteps = 0;
        boolean known = false;
        for (EdgeRow row : rows) {
            QuantizedEdge edge = row.quantized().orElse(null);
            if (edge == null || edge.grid().isEmpty()) {
                continue;
            }
            Grid grid = edge.grid().get();
            grids.add(grid);
            ranges.add(RequestedRange.of(edge, grid));
            Optional<QuantError> shown = error(edge, channel);
            known |= shown.isPresent();
            error = error.plus(shown.orElse(QuantError.NONE));
            squaredSteps += shown.map(QuantError::count).orElse(0L) * (double) grid.step() * grid.step();
        }
        if (grids.isEmpty()) {
            return NONE;
        }
        boolean uniform = grids.stream().allMatch(UniformGrid.class::isInstance);
        return new EdgeFigures(
                Shared.of(ranges.stream().map(Range::min)),
                Shared.of(ranges.stream().map(Range::max)),
                Optional.of(reach(grids)),
                Shared.of(grids.stream().map(EdgeFigures::scale)),
                uniform ? Shared.of(grids.stream().map(grid -> ((UniformGrid) grid).zeroPoint())) : Shared.none(),
                known ? Optional.of(error) : Optional.empty(),
                uniform && squaredSteps > 0
                        ? OptionalDouble.of(Math.sqrt(error.sumSquaredError() / squaredSteps))
                        : OptionalDouble.empty());
    }

    private static Optional<QuantError> error(QuantizedEdge edge, int channel) {
        return channel >= 0 && channel < edge.channelErrors().size()
                ? Optional.of(edge.channelErrors().get(channel))
                : edge.error();
    }

    private static float scale(Grid grid) {
        return grid instanceof FloatGrid floating ? floating.scale() : ((UniformGrid) grid).scale();
    }

    private static Range reach(List<Grid> grids) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (Grid grid : grids) {
            low = Math.min(low, grid.reachableMin());
            high = Math.max(high, grid.reachableMax());
        }
        return new Range(low, high);
    }

    Optional<Range> range() {
        return min.value().flatMap(low -> max.value().map(high -> new Range(low, high)));
    }
}
