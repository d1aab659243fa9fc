package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;

class ErrorRecountTest {
    private static final CancelToken NEVER = CancelToken.none();

    /** Two channels of 150,000 values each, in runs of 50,000. */
    private static final ChannelLayout LAYOUT = new ChannelLayout(3, 2, 50_000);

    private static final List<Grid> GRIDS = List.of(new UniformGrid(1e-5f, 0, -8, 7), new UniformGrid(1e-6f, 3, 0, 15));

    @Test
    void everyValueOfALongChannelCountsOnce() {
        float[] values = values();
        List<QuantError> errors = renewed(values, true, true);
        for (int c = 0; c < 2; c++) {
            assertError(errors.get(c), values, c);
            assertThat(recount(values).error(c)).isEqualTo(errors.get(c));
        }
        assertThat(errors.get(0).count()).isEqualTo(149_998);
        assertThat(errors.get(1).count()).isEqualTo(150_000);
    }

    @Test
    void theErrorsOfOtherChannelsStay() {
        List<QuantError> errors = renewed(values(), false, true);
        assertThat(errors.get(0)).isSameAs(QuantError.NONE);
        assertThat(errors.get(1).count()).isEqualTo(150_000);
    }

    @Test
    void theSumsDoNotDependOnThreads() {
        float[] values = values();
        assertThat(Parallel.onOneThread(() -> renewed(values, true, true))).isEqualTo(renewed(values, true, true));
    }

    /** A search asks for Σe² alone, for which nothing is counted again. */
    @Test
    void theSquaredErrorOfATensorIsTheSameWithoutARecount() {
        float[] values = Layers.gaussian(3, 150_001, 0.05);
        ChannelLayout layout = new ChannelLayout(1, 1, values.length);
        GranuleStatistics statistics = GranuleStatistics.of(values, layout, NEVER);
        for (Grid grid : GRIDS) {
            FakeQuantization pass = new FakeQuantization(values, layout, statistics, List.of(grid), null);
            double expected = 0;
            for (float x : values) {
                double e = (double) grid.quantize(x) - x;
                expected += e * e;
            }
            assertThat(pass.squaredError(NEVER)).isCloseTo(expected, within(1e-5 * expected));
            assertThat(pass.run(NEVER).get(0).sumSquaredError()).isCloseTo(expected, within(1e-12 * expected));
        }
    }

    private static float[] values() {
        float[] values = Layers.gaussian(5, LAYOUT.size(), 0.05);
        values[7] = Float.NaN;
        values[100_001] = Float.NEGATIVE_INFINITY;
        return values;
    }

    private static ErrorRecount recount(float[] values) {
        return new ErrorRecount(values, LAYOUT, (channel, index) -> GRIDS.get(channel));
    }

    private static List<QuantError> renewed(float[] values, boolean... needed) {
        QuantError[] errors = {QuantError.NONE, QuantError.NONE};
        recount(values).renew(errors, needed, NEVER);
        return Arrays.asList(errors);
    }

    private static void assertError(QuantError actual, float[] values, int channel) {
        double value = 0;
        double error = 0;
        double product = 0;
        double square = 0;
        double max = 0;
        long clipped = 0;
        for (int i = 0; i < values.length; i++) {
            if (i / 50_000 % 2 == channel && Float.isFinite(values[i])) {
                double x = values[i];
                double q = GRIDS.get(channel).quantize(values[i]);
                value += x * x;
                error += (q - x) * (q - x);
                product += x * q;
                square += q * q;
                max = Math.max(max, Math.abs(q - x));
                clipped += ReachableEnds.clips(GRIDS.get(channel), values[i]) ? 1 : 0;
            }
        }
        assertThat(actual.sumSquaredValue()).isCloseTo(value, within(1e-12 * value));
        assertThat(actual.sumSquaredError()).isCloseTo(error, within(1e-12 * error));
        assertThat(actual.sumProduct()).isCloseTo(product, within(1e-12 * product));
        assertThat(actual.sumSquaredQuantized()).isCloseTo(square, within(1e-12 * square));
        assertThat(actual.maxError()).isEqualTo(max);
        assertThat(actual.clipped()).isEqualTo(clipped);
        assertThat(actual.exact()).isTrue();
    }
}
