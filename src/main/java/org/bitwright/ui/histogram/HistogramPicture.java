package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.ChannelLayout;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.MomentHistogram;
import org.jspecify.annotations.Nullable;

/** The bars of the histogram and of the quantized values, computed again only when what they depend on changes. */
final class HistogramPicture {
    /** The quantized values of all channels together are drawn from a sample of about this many. */
    private static final int MOST_SAMPLES = 400_000;

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
                    ? LevelBars.of(
                            values.histogram(),
                            grids.get(0),
                            axis,
                            bins(values, axis).width())
                    : ofChannels(
                            values.weights(), grids, axis, bins(values, axis).width());
            levelsKey = key;
        }
        return levels;
    }

    /** The quantized values of all channels, each on its own grid, in columns as wide as the bars. */
    private static Optional<LevelBars> ofChannels(
            LayerWeights weights, List<Grid> grids, ValueAxis axis, double barWidth) {
        double width = Math.max(barWidth, LEAST_COLUMN_PIXELS / axis.pixelsPerUnit());
        double low = axis.window().low();
        long[] columns = new long[(int) Math.ceil(axis.window().span() / width)];
        ChannelLayout layout = ChannelLayout.of(weights.layer(), Granularity.CHANNEL);
        if (grids.size() != layout.channels()) {
            return Optional.empty();
        }
        float[] values = weights.values();
        int stride = stride(values.length, layout.channels() * layout.inner());
        for (int i = 0; i < values.length; i += stride) {
            Grid grid = grids.get(i / layout.inner() % layout.channels());
            double column = Math.floor((grid.quantize(values[i]) - low) / width);
            if (column >= 0 && column < columns.length) {
                columns[(int) column] += stride;
            }
        }
        return Optional.of(new LevelBars(low + width / 2, width, 0, 1, columns));
    }

    /** Steps through the values so that there are not too many and every channel has its share. */
    private static int stride(int values, int period) {
        int stride = Math.max(1, (values + MOST_SAMPLES - 1) / MOST_SAMPLES);
        while (greatestCommonDivisor(stride, period) > 1) {
            stride++;
        }
        return stride;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
