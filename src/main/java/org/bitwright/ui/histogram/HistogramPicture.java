package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.MomentHistogram;
import org.jspecify.annotations.Nullable;

/** The bars of the histogram and of the quantized values, computed again only when what they depend on changes. */
final class HistogramPicture {
    /** Work for the quantized values of all channels together is limited to this many bins and levels. */
    private static final long MOST_CHANNEL_WORK = 1_500_000;

    private static final double LEAST_COLUMN_PIXELS = 3;

    private @Nullable DisplayBins bins;
    private @Nullable ValueAxis binsAxis;
    private Optional<LevelBars> levels = Optional.empty();
    private @Nullable LevelsKey levelsKey;

    private record LevelsKey(MomentHistogram histogram, List<Grid> grids, ValueAxis axis) {}

    DisplayBins bins(ShownValues values, ValueAxis axis) {
        if (bins == null || bins.histogram() != values.histogram() || !axis.equals(binsAxis)) {
            bins = DisplayBins.of(values.histogram(), axis);
            binsAxis = axis;
        }
        return bins;
    }

    Optional<LevelBars> levels(ShownValues values, ValueAxis axis) {
        List<Grid> grids = values.grid()
                .map(List::of)
                .orElseGet(() ->
                        values.hasSeveralGrids() ? values.state().orElseThrow().grids() : List.of());
        LevelsKey key = new LevelsKey(values.histogram(), grids, axis);
        if (!key.equals(levelsKey)) {
            levels = grids.size() == 1
                    ? LevelBars.of(values.histogram(), grids.get(0), axis)
                    : ofChannels(
                            values.weights(), grids, axis, bins(values, axis).width());
            levelsKey = key;
        }
        return levels;
    }

    private static Optional<LevelBars> ofChannels(LayerWeights weights, List<Grid> grids, ValueAxis axis, double bar) {
        double width = Math.max(bar, LEAST_COLUMN_PIXELS / axis.pixelsPerUnit());
        int columns = (int) Math.ceil(axis.window().span() / width);
        if (grids.isEmpty() || work(weights, grids) > MOST_CHANNEL_WORK) {
            return Optional.empty();
        }
        long[] counts = new long[columns];
        for (int channel = 0; channel < grids.size(); channel++) {
            add(
                    weights.channelHistogram(channel),
                    grids.get(channel),
                    axis.window().low(),
                    width,
                    counts);
        }
        return Optional.of(new LevelBars(axis.window().low() + width / 2, width, 0, 1, counts));
    }

    private static void add(MomentHistogram histogram, Grid grid, double low, double width, long[] columns) {
        long[] counts = histogram.levelCounts(grid);
        for (int level = 0; level < counts.length; level++) {
            double column = Math.floor((grid.level(level) - low) / width);
            if (counts[level] > 0 && column >= 0 && column < columns.length) {
                columns[(int) column] += counts[level];
            }
        }
    }

    private static long work(LayerWeights weights, List<Grid> grids) {
        long work = (long) grids.size() * weights.channelHistogram(0).bins();
        for (int channel = 0; channel < grids.size(); channel++) {
            work += grids.get(channel).levels();
        }
        return work;
    }
}
