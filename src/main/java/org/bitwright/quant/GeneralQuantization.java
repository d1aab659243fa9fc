package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.jspecify.annotations.Nullable;

/**
 * Rounds a tensor to its grids at any granularity, with any rounding, one value after the other, and sums up the errors
 * of each channel. What every faster way is held against.
 */
final class GeneralQuantization {
    private final LayerWeights weights;
    private final GranuleLayout layout;
    private final LayerGrids grids;
    private final float @Nullable [] into;

    /** @param into takes the quantized values; null where only errors are wanted */
    GeneralQuantization(LayerWeights weights, LayerGrids grids, float @Nullable [] into) {
        this.weights = weights;
        this.layout = weights.granules(grids.granularity());
        this.grids = grids;
        this.into = into;
        if (layout.granules() != grids.size()) {
            throw new IllegalArgumentException(
                    grids.size() + " grids where the weight has " + layout.granules() + " granules");
        }
    }

    /** Runs, and gives the exact error of every channel. */
    List<QuantError> run(CancelToken cancel) {
        Runs runs = new Runs(weights.channelLayout());
        int channels = weights.channels();
        QuantError[][] parts = new QuantError[runs.chunks()][];
        Parallel.forSlices(parts.length, cancel, chunk -> {
            // A chunk has each channel's runs in turn: one sum a channel, however short the runs are.
            ErrorTally[] tallies = new ErrorTally[Math.min(channels, runs.count(chunk))];
            Arrays.setAll(tallies, index -> new ErrorTally());
            runs.visit(chunk, (run, channel, from, to) -> quantize(from, to, tallies[run % tallies.length]));
            parts[chunk] = Arrays.stream(tallies).map(ErrorTally::error).toArray(QuantError[]::new);
        });
        QuantError[] errors = new QuantError[channels];
        Arrays.fill(errors, QuantError.NONE);
        for (int chunk = 0; chunk < parts.length; chunk++) {
            for (int run = 0; run < parts[chunk].length; run++) {
                int channel = runs.channel(chunk, run);
                errors[channel] = errors[channel].plus(parts[chunk][run]);
            }
        }
        return Arrays.asList(errors);
    }

    private void quantize(int from, int to, ErrorTally tally) {
        float[] values = weights.values();
        for (int i = from; i < to; i++) {
            float x = values[i];
            Grid grid = grids.get(layout.granule(i));
            float rounded = quantize(grid, x, i);
            if (Float.isFinite(x)) {
                tally.add(x, rounded, ReachableEnds.clips(grid, x));
            }
            if (into != null) {
                into[i] = rounded;
            }
        }
    }

    private float quantize(Grid grid, float x, int index) {
        if (grids.rounding() instanceof Rounding.Assigned assigned) {
            return Float.isFinite(x) ? grid.decode(assigned.codes().code(index)) : x;
        }
        return grid.quantize(x, grids.rounding(), index);
    }
}
