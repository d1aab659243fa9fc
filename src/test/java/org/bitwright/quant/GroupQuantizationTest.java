package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Groups that lie as {@link GroupQuantization} takes them. */
class GroupQuantizationTest {
    private static final Granularity GROUP = Granularity.group(32);

    @AfterEach
    void back() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** In rows, with short last groups, and in columns. */
    static Stream<LayerWeights> weights() {
        return Stream.of(
                Layers.grouped(0, 1, new long[] {3, 70_001}, new float[210_003]),
                Layers.grouped(0, 1, new long[] {2, 1000}, new float[2000]),
                Layers.grouped(1, 0, new long[] {3000, 40}, new float[120_000]));
    }

    /** (Σx² + Σx̂² − Σe²) / 2 is a small difference of sums in single precision, the farther values are clipped. */
    @ParameterizedTest
    @MethodSource("weights")
    void theAngleIsKnownHoweverFarValuesAreClipped(LayerWeights zeros) {
        float[] alike = new float[zeros.values().length];
        Arrays.fill(alike, 0.1234567f);
        for (String vectors : List.of("true", "false")) {
            System.setProperty(VectorModule.PROPERTY, vectors);
            for (float[] values : List.of(alike, Layers.gaussian(7, alike.length, 0.05))) {
                LayerWeights weights = LayerWeights.of(zeros.layer(), values, CancelToken.none());
                for (float end = 0.1f; end > 1e-11f; end /= 10) {
                    assertAngles(weights, grids(weights, end));
                }
            }
        }
    }

    /** Where all becomes 0 but for the one value that the range was made for, Σx·x̂ is as small beside Σx². */
    @ParameterizedTest
    @MethodSource("weights")
    void theAngleIsKnownWhereAlmostAllBecomesZero(LayerWeights zeros) {
        float[] values = new float[zeros.values().length];
        Arrays.fill(values, 0.4123456f);
        for (int c = 0; c < zeros.channels(); c++) {
            values[zeros.channelLayout().index(c, 17)] = 1;
        }
        LayerWeights weights = LayerWeights.of(zeros.layer(), values, CancelToken.none());
        assertAngles(weights, grids(weights, 1));
    }

    /** Symmetric grids of two bits, a thirtieth apart, in turn. */
    private static List<Grid> grids(LayerWeights weights, float end) {
        Grid[] grids = new Grid[weights.granules(GROUP).granules()];
        NumberFormat.Uniform format = new NumberFormat.Uniform(2, Scheme.NARROW);
        for (int i = 0; i < grids.length; i++) {
            float own = end * (1 + i % 3 / 30f);
            grids[i] = UniformGrid.of(format, new Range(-own, own));
        }
        return GridList.of(grids, CancelToken.none());
    }

    private static void assertAngles(LayerWeights weights, List<Grid> grids) {
        List<QuantError> errors = LayerQuantizer.valuesInto(
                weights,
                new LayerGrids(GROUP, Rounding.HALF_EVEN, grids),
                new float[weights.values().length],
                CancelToken.none());
        for (int c = 0; c < weights.channels(); c++) {
            double expected = cosine(weights, c, grids);
            assertThat(errors.get(c).cosine())
                    .as("channel %d of %s at %s", c, weights.layer().weight().shape(), grids.get(0))
                    .isCloseTo(expected, within(1e-3 * expected));
        }
    }

    private static double cosine(LayerWeights weights, int channel, List<Grid> grids) {
        ChannelLayout layout = weights.channelLayout();
        double product = 0;
        double square = 0;
        double quantized = 0;
        for (int place = 0; place < layout.valuesPerChannel(); place++) {
            int index = layout.index(channel, place);
            double x = weights.values()[index];
            double q = grids.get(weights.granules(GROUP).granule(index)).quantize(weights.values()[index]);
            product += x * q;
            square += x * x;
            quantized += q * q;
        }
        return product / Math.sqrt(square * quantized);
    }
}
