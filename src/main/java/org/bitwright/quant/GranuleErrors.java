package org.bitwright.quant;

import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;

/** Exact errors of granules. */
final class GranuleErrors {
    private GranuleErrors() {}

    /** Of every granule of a layout; {@code grids} has one for all or one a granule. */
    static List<QuantError> of(float[] values, ChannelLayout layout, List<Grid> grids, CancelToken cancel) {
        QuantError[] errors = new QuantError[layout.channels()];
        Parallel.forSlices(
                errors.length,
                cancel,
                channel -> errors[channel] = of(values, layout, channel, grids.get(grids.size() == 1 ? 0 : channel)));
        return List.of(errors);
    }

    static QuantError of(float[] values, ChannelLayout layout, int channel, Grid grid) {
        double low = grid.reachableMin() - Math.abs(grid.reachableMin()) * UniformGrid.END_TOLERANCE;
        double high = grid.reachableMax() + Math.abs(grid.reachableMax()) * UniformGrid.END_TOLERANCE;
        long count = 0;
        double value = 0;
        double error = 0;
        double clip = 0;
        double product = 0;
        double max = 0;
        long clipped = 0;
        for (int o = 0; o < layout.outer(); o++) {
            int at = (o * layout.channels() + channel) * layout.inner();
            for (int i = at; i < at + layout.inner(); i++) {
                float x = values[i];
                if (Float.isFinite(x)) {
                    double e = (double) grid.quantize(x) - x;
                    count++;
                    value += (double) x * x;
                    error += e * e;
                    product += x * e;
                    max = Math.max(max, Math.abs(e));
                    if (x < low || x > high) {
                        clipped++;
                        clip += e * e;
                    }
                }
            }
        }
        return new QuantError(
                count, value, error, clip, value + product, value + 2 * product + error, max, clipped, true);
    }
}
