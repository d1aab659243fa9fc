package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format at every granularity and layout, on both kinds of loops, against {@link Grid#quantize}, bit by bit. */
class KernelFormatsTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final double FLOAT_SUMS = LaneSums.MOST * 0x1p-24;

    /** Channel axis, input axis, extents. */
    private record Weight(int channelAxis, int inputAxis, long... extents) {
        int size() {
            int size = 1;
            for (long extent : extents) {
                size *= (int) extent;
            }
            return size;
        }

        LayerWeights of(float[] values) {
            return Layers.grouped(channelAxis, inputAxis, extents, values);
        }
    }

    private static final List<Weight> WEIGHTS = List.of(
            new Weight(0, 1, 5, 1000),
            new Weight(0, 1, 2, 33_007),
            new Weight(0, 1, 40, 300, 1, 1),
            new Weight(1, 0, 300, 70),
            new Weight(1, 0, 75, 600),
            new Weight(1, 0, 33, 5),
            new Weight(0, 1, 6, 45, 3, 3),
            new Weight(1, 0, 40, 30, 3, 3),
            new Weight(0, 1, 64, 33));

    private static final List<LayerWeights> LAYERS = WEIGHTS.stream()
            .flatMap(weight -> Stream.of(
                    weight.of(Layers.gaussian(weight.size(), weight.size(), 0.05)), weight.of(unusual(weight.size()))))
            .toList();

    private static final List<Granularity> GRANULARITIES = List.of(
            Granularity.TENSOR,
            Granularity.CHANNEL,
            Granularity.group(16),
            Granularity.group(32),
            Granularity.group(64),
            Granularity.group(7));

    static Stream<NumberFormat> formats() {
        List<NumberFormat> formats = new ArrayList<>();
        for (Scheme scheme : Scheme.values()) {
            formats.add(NumberFormat.uniform(3, scheme));
            formats.add(NumberFormat.uniform(8, scheme));
        }
        for (FloatType type : FloatType.values()) {
            if (type.bits() > 8) {
                formats.add(new NumberFormat.HalfFloat(type, false));
                formats.add(new NumberFormat.HalfFloat(type, true));
            } else {
                formats.add(new NumberFormat.Minifloat(type));
                formats.add(new NumberFormat.Microscaling(type));
            }
        }
        formats.add(new NumberFormat.NvFp4());
        formats.add(new NumberFormat.Nf4());
        formats.add(new NumberFormat.Binary());
        formats.add(new NumberFormat.Ternary());
        formats.add(new NumberFormat.Codebook(2));
        formats.add(new NumberFormat.Codebook(4));
        formats.add(new NumberFormat.Codebook(6));
        formats.add(new NumberFormat.Codebook(8));
        return formats.stream();
    }

    @AfterEach
    void back() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void valuesAreThoseOfTheGrid(NumberFormat format) {
        for (LayerWeights weights : LAYERS) {
            for (Granularity granularity : GRANULARITIES) {
                if (FormatRules.obstacle(format, granularity).isEmpty()) {
                    check(weights, format, granularity);
                }
            }
        }
    }

    /** Ties, ends, zeros of both signs, tiny and large values; a stretch of zeros, and here and there no number. */
    private static float[] unusual(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (random.nextInt(8)) {
                case 0 -> random.nextInt(-64, 65) * 0.25f;
                case 1 -> Math.nextUp(random.nextInt(-64, 65) * 0.125f);
                case 2 -> Math.nextDown(random.nextInt(-64, 65) * 0.0625f);
                case 3 -> -0f;
                case 4 -> (float) random.nextDouble(-1e-20, 1e-20);
                case 5 -> (float) random.nextDouble(-20, 20);
                case 6 -> random.nextInt(40) == 0 ? 16f : 0f;
                default -> random.nextInt(-16, 17);
            };
        }
        int zeros = Math.min(count, 80);
        for (int i = 0; i < zeros; i++) {
            values[i] = 0;
        }
        if (count > 10_000) {
            values[count / 2] = Float.NaN;
            values[count / 2 + 1] = Float.NEGATIVE_INFINITY;
        }
        return values;
    }

    private static void check(LayerWeights weights, NumberFormat format, Granularity granularity) {
        float[] values = weights.values();
        LayerGrids grids =
                LayerQuantizer.grids(weights, TensorConfig.of(format, granularity, Calibrator.percentile(99)), NEVER);
        GranuleLayout layout = weights.granules(granularity);
        int[] expected = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            expected[i] = Float.floatToRawIntBits(grids.get(layout.granule(i)).quantize(values[i]));
        }
        List<QuantError> plain = new GeneralQuantization(weights, grids, null).run(NEVER);
        for (String vector : List.of("true", "false")) {
            System.setProperty(VectorModule.PROPERTY, vector);
            String what =
                    format + " " + granularity + " " + weights.layer().weight().shape() + " vectors " + vector;
            float[] into = new float[values.length];
            List<QuantError> errors = LayerQuantizer.valuesInto(weights, grids, into, NEVER);
            int[] bits = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                bits[i] = Float.floatToRawIntBits(into[i]);
            }
            assertThat(bits).as(what).isEqualTo(expected);
            for (int c = 0; c < plain.size(); c++) {
                assertSame(what + " channel " + c, errors.get(c), plain.get(c));
            }
            assertThat(Parallel.onOneThread(() -> LayerQuantizer.valuesInto(weights, grids, into, NEVER)))
                    .as(what)
                    .isEqualTo(errors);
            assertThat(LayerQuantizer.quantize(
                                    weights,
                                    TensorConfig.of(format, granularity, Calibrator.percentile(99)),
                                    grids.list(),
                                    NEVER)
                            .channelErrors())
                    .as(what)
                    .isEqualTo(errors);
        }
    }

    private static void assertSame(String what, QuantError actual, QuantError plain) {
        assertThat(actual.count()).as(what).isEqualTo(plain.count());
        assertThat(actual.clipped()).as(what).isEqualTo(plain.clipped());
        close(what, actual.maxError(), plain.maxError(), 1e-6 * plain.maxError());
        close(what, actual.sumSquaredValue(), plain.sumSquaredValue(), 1e-12 * plain.sumSquaredValue());
        double error = plain.sumSquaredError();
        close(what, actual.sumSquaredError(), error, FLOAT_SUMS * error);
        close(what, actual.sumSquaredClipError(), plain.sumSquaredClipError(), FLOAT_SUMS * error);
        double square = Math.max(plain.sumSquaredQuantized(), plain.sumSquaredValue());
        close(what, actual.sumSquaredQuantized(), plain.sumSquaredQuantized(), FLOAT_SUMS * square);
        close(what, actual.sumProduct(), plain.sumProduct(), FLOAT_SUMS * square);
    }

    private static void close(String what, double actual, double expected, double by) {
        boolean isClose =
                Double.isFinite(expected) ? Math.abs(actual - expected) <= by : Double.compare(actual, expected) == 0;
        if (!isClose) {
            throw new AssertionError(what + ": " + actual + " where it is " + expected + ", give or take " + by);
        }
    }
}
