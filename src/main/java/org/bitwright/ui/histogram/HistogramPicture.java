package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Rounding;
import org.jspecify.annotations.Nullable;

/** The bars of the histogram and of the quantized values, computed again only when what they depend on changes. */
final class HistogramPicture {
    private static final double LEAST_COLUMN_PIXELS = 3;

    private @Nullable DisplayBins bins;
    private @Nullable ValueAxis binsAxis;
    private Optional<LevelBars> levels = Optional.empty();
    private @Nullable LevelsKey levelsKey;

    private record LevelsKey(MomentHistogram histogram, List<Grid> grids, Rounding rounding, ValueAxis axis) {}

    DisplayBins bins(ShownValues values, ValueAxis axis) {
        if (bins == null || bins.histogram() != values.histogram() || !axis.equals(binsAxis)) {
            bins = DisplayBins.of(values.histogram(), axis);
            binsAxis = axis;
        }
        return bins;
    }

    Optional<LevelBars> levels(ShownValues values, ValueAxis axis) {
        if (values.grids().isEmpty()) {
            return Optional.empty();
        }
        LevelsKey key = new LevelsKey(values.histogram(), values.grids(), values.rounding(), axis);
        if (!key.equals(levelsKey)) {
            levels = levels(values, axis, bins(values, axis).width());
            levelsKey = key;
        }
        return levels;
    }

    private static Optional<LevelBars> levels(ShownValues values, ValueAxis axis, double barWidth) {
        if (values.grids().size() == 1 && values.rounding().isHalfEven()) {
            return LevelBars.of(values.histogram(), values.grids().get(0), axis, barWidth);
        }
        Optional<QuantizedSample> sample = values.state().orElseThrow().sample(values.channel());
        return sample.flatMap(taken -> frame(values, axis, barWidth).map(bars -> filled(bars, taken)));
    }

    /** Empty bars: of the levels where there is one grid, else columns as wide as the bars of the float values. */
    private static Optional<LevelBars> frame(ShownValues values, ValueAxis axis, double barWidth) {
        if (values.grids().size() == 1) {
            Grid grid = values.grids().get(0);
            return GridLevels.canBeDrawn(grid)
                    ? Optional.of(LevelBars.of(new long[grid.levels()], grid, axis, barWidth))
                    : Optional.empty();
        }
        double width = Math.max(barWidth, LEAST_COLUMN_PIXELS / axis.pixelsPerUnit());
        int columns = (int) Math.ceil(axis.window().span() / width);
        return Optional.of(LevelBars.columns(axis.window().low(), width, new long[columns]));
    }

    private static LevelBars filled(LevelBars bars, QuantizedSample sample) {
        long[] counts = new long[bars.bars()];
        sample.forEach(value -> {
            int bar = bars.at(value);
            if (bar >= 0) {
                counts[bar] += sample.stride();
            }
        });
        return bars.withCounts(counts);
    }
}
