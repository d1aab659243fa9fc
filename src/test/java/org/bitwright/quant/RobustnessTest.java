package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every format, granularity, calibrator and rounding on weights that no training should leave but some
 * does: nothing throws, nothing finite becomes NaN, and every number has a defined code, value and error.
 */
class RobustnessTest {
    private static final CancelToken NEVER = CancelToken.none();
    private static final int CHANNELS = 3;
    private static final int WIDTH = 80;

    /** The same weights twice, what is counted of them on all threads and on one. */
    private static final LayerWeights FOR_MANY = longRows();

    private static final LayerWeights FOR_ONE = Parallel.onOneThread(RobustnessTest::longRows);

    /**
     * The choices that a format leaves: every calibrator with rounding half to even, and every other rounding with the
     * calibrator that looks at it and with one that clips. Other grids do not depend on the rounding.
     */
    private static Stream<TensorConfig> configurations(NumberFormat format) {
        List<TensorConfig> all = new ArrayList<>();
        for (Granularity granularity : granularities(format)) {
            for (Calibrator calibrator : calibrators(format)) {
                boolean every = calibrator.equals(Calibrator.mse()) || calibrator.equals(Calibrator.percentile(99));
                boolean only = FormatRules.obstacle(format, Calibrator.mse()).isPresent();
                for (Rounding rounding : every || only ? roundings(format) : List.of(Rounding.HALF_EVEN)) {
                    all.add(TensorConfig.of(format, granularity, calibrator).withRounding(rounding));
                }
            }
        }
        return all.stream();
    }

    static List<NumberFormat> formats() {
        List<NumberFormat> formats = new ArrayList<>();
        for (FormatFamily family : FormatFamily.values()) {
            for (Scheme scheme : family == FormatFamily.INT ? Scheme.values() : new Scheme[] {Scheme.SYMMETRIC}) {
                int[] widths = family == FormatFamily.INT
                        ? new int[] {2, 8, 16}
                        : family == FormatFamily.CODEBOOK ? new int[] {1, 4, 8} : new int[] {family.minBits()};
                Arrays.stream(widths).forEach(bits -> formats.add(family.at(bits, scheme)));
            }
        }
        return formats;
    }

    private static List<Granularity> granularities(NumberFormat format) {
        // The blocks that a format fixes, or else those whose last one is shorter.
        Granularity usual = FormatRules.usual(format);
        return Stream.of(Granularity.TENSOR, Granularity.CHANNEL, usual.isGroup() ? usual : Granularity.group(32))
                .filter(granularity -> FormatRules.obstacle(format, granularity).isEmpty())
                .toList();
    }

    private static List<Calibrator> calibrators(NumberFormat format) {
        return Stream.of(
                        Calibrator.minMax(),
                        Calibrator.percentile(99),
                        Calibrator.mse(),
                        Calibrator.entropy(),
                        Calibrator.articleRule())
                .filter(calibrator -> FormatRules.obstacle(format, calibrator).isEmpty())
                .toList();
    }

    private static List<Rounding> roundings(NumberFormat format) {
        List<Rounding> roundings = new ArrayList<>(List.of(Rounding.HALF_EVEN));
        if (FormatRules.roundingObstacle(format).isEmpty()) {
            roundings.add(Rounding.of(Rounding.Direction.HALF_AWAY));
            roundings.add(Rounding.of(Rounding.Direction.FLOOR));
            roundings.add(Rounding.of(Rounding.Direction.CEIL));
            roundings.add(Rounding.of(Rounding.Direction.TOWARD_ZERO));
            roundings.add(Rounding.stochastic(9));
        }
        return roundings;
    }

    /** Weights of 3 channels, by what is the matter with them. */
    private static Map<String, float[]> weights(int width) {
        int size = CHANNELS * width;
        Map<String, float[]> all = new LinkedHashMap<>();
        all.put("zeros", new float[size]);
        all.put("negative zeros", filled(size, -0f));
        all.put("one value", filled(size, 0.3f));
        all.put("one negative value", filled(size, -7e-3f));
        all.put("NaN", filled(size, Float.NaN));
        all.put("infinity", filled(size, Float.NEGATIVE_INFINITY));
        all.put("least", filled(size, Float.MIN_VALUE));
        all.put("greatest", filled(size, Float.MAX_VALUE));
        all.put("lowest", filled(size, -Float.MAX_VALUE));
        all.put("subnormal", scaled(size, 1e-42));
        all.put("just normal", scaled(size, 2e-38));
        all.put("tiny", scaled(size, 1e-30));
        all.put("huge", scaled(size, 1e37));
        float[] ends = scaled(size, 1e38);
        ends[0] = Float.MAX_VALUE;
        ends[1] = -Float.MAX_VALUE;
        ends[width] = Float.MIN_VALUE;
        all.put("both ends", ends);
        float[] holes = scaled(size, 0.1);
        holes[0] = Float.NaN;
        holes[1] = Float.POSITIVE_INFINITY;
        Arrays.fill(holes, width, 2 * width, Float.NaN);
        holes[2 * width] = Float.NEGATIVE_INFINITY;
        all.put("holes", holes);
        float[] blocks = scaled(size, 0.1);
        Arrays.fill(blocks, 0, 64, 1e-41f);
        Arrays.fill(blocks, width, 2 * width, 0f);
        blocks[2 * width + 5] = 3e38f;
        all.put("blocks far apart", blocks);
        float[] overflowing = scaled(size, 3e4);
        overflowing[3] = 65519.996f;
        overflowing[4] = 65520;
        overflowing[5] = -1e6f;
        all.put("beyond half precision", overflowing);
        return all;
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] scaled(int size, double scale) {
        float[] values = Layers.gaussian(4, size, 1);
        for (int i = 0; i < size; i++) {
            values[i] = (float) (values[i] * scale);
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyNumberIsDefined(NumberFormat format) {
        weights(WIDTH).forEach((name, values) -> {
            LayerWeights weights = Layers.grouped(0, 1, new long[] {CHANNELS, WIDTH}, values);
            configurations(format)
                    .filter(config -> !(config.calibrator() instanceof Calibrator.Entropy))
                    .forEach(config -> check(name, weights, config));
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    void entropyFindsARangeInWhateverThereIs(NumberFormat format) {
        weights(FormatRules.ENTROPY_VALUES).forEach((name, values) -> {
            LayerWeights weights = Layers.grouped(0, 1, new long[] {CHANNELS, FormatRules.ENTROPY_VALUES}, values);
            configurations(format)
                    .filter(config -> config.calibrator() instanceof Calibrator.Entropy)
                    .filter(config -> config.rounding().isHalfEven())
                    .filter(config -> !config.granularity().isGroup())
                    .forEach(config -> check(name, weights, config));
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    void oneValueIsEnough(NumberFormat format) {
        for (float x : new float[] {0, -3, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN}) {
            LayerWeights weights = Layers.grouped(0, 1, new long[] {1, 1}, x);
            configurations(format).forEach(config -> check("single " + x, weights, config));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noValueIsEnough(NumberFormat format) {
        for (long[] extents : new long[][] {{0, 4}, {4, 0}, {0, 0}}) {
            LayerWeights weights = Layers.grouped(0, 1, extents);
            configurations(format).forEach(config -> {
                QuantizedLayer layer = LayerQuantizer.quantize(weights, config, NEVER);
                assertThat(layer.error()).isEqualTo(QuantError.NONE);
                assertThat(LayerQuantizer.values(weights, layer.layerGrids(), NEVER))
                        .isEmpty();
                assertThat(LayerQuantizer.codes(weights, layer.layerGrids())).isEmpty();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void oneThreadGivesWhatManyGive(NumberFormat format) {
        configurations(format)
                .filter(config -> config.rounding().isHalfEven() || config.rounding() instanceof Rounding.Stochastic)
                .filter(config ->
                        !(config.granularity().isGroup() && config.calibrator() instanceof Calibrator.Entropy))
                .forEach(RobustnessTest::compareThreads);
    }

    private static LayerWeights longRows() {
        float[] values = Layers.gaussian(12, 3 * 24_000, 0.05);
        values[123] = Float.NaN;
        values[24_001] = 2;
        return Layers.grouped(0, 1, new long[] {3, 24_000}, values);
    }

    private static void compareThreads(TensorConfig config) {
        QuantizedLayer many = LayerQuantizer.quantize(FOR_MANY, config, NEVER);
        QuantizedLayer one = Parallel.onOneThread(() -> LayerQuantizer.quantize(FOR_ONE, config, NEVER));
        assertThat(one.error()).isEqualTo(many.error());
        assertThat(one.channelErrors()).isEqualTo(many.channelErrors());
        assertThat(one.grids().equals(many.grids())).as("%s", config).isTrue();
        float[] manyValues = LayerQuantizer.values(FOR_MANY, many.layerGrids(), NEVER);
        float[] oneValues = Parallel.onOneThread(() -> LayerQuantizer.values(FOR_ONE, one.layerGrids(), NEVER));
        assertThat(Arrays.equals(oneValues, manyValues)).as("%s", config).isTrue();
    }

    @Test
    void whatOverflowsHalfPrecisionIsClippedAndItsErrorInfinite() {
        // 65519.996 is below the half way point to the next power of two, 65520 on it, and to even is up.
        LayerWeights weights = Layers.weights(1f, 65519.996f, 65520f, -1e6f);
        TensorConfig half = TensorConfig.of(
                new NumberFormat.HalfFloat(FloatType.FLOAT16, false), Granularity.TENSOR, Calibrator.minMax());
        QuantizedLayer layer = LayerQuantizer.quantize(weights, half, NEVER);
        assertThat(LayerQuantizer.values(weights, layer.layerGrids(), NEVER))
                .containsExactly(1f, 65504f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        for (QuantError error : List.of(
                layer.error(), weights.histogram().estimate(layer.grids().get(0)))) {
            assertThat(error.clipped()).isEqualTo(3);
            assertThat(error.mse()).isInfinite();
            assertThat(error.maxError()).isInfinite();
            assertThat(error.sqnrDb()).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(error.clipErrorShare()).isEqualTo(1);
            assertThat(error.cosine()).isNaN();
        }
        TensorConfig saturating = half.withFormat(new NumberFormat.HalfFloat(FloatType.FLOAT16, true));
        assertThat(LayerQuantizer.quantize(weights, saturating, NEVER).error().maxError())
                .isEqualTo(1e6 - 65504);
    }

    @Test
    void theAngleIsKnownHoweverFarValuesAreClipped() {
        // ±1e38 become ±65504 and 3 stays: Σx·x̂ = 2e38 · 65504, and 9 is nothing beside it. Σx² + Σx·e is 2e76 − 2e76.
        LayerWeights weights = Layers.weights(1e38f, -1e38f, 3f);
        TensorConfig saturating = TensorConfig.of(
                new NumberFormat.HalfFloat(FloatType.FLOAT16, true), Granularity.TENSOR, Calibrator.minMax());
        QuantError error = LayerQuantizer.quantize(weights, saturating, NEVER).error();
        assertThat(error.sumProduct()).isCloseTo(2e38 * 65504, withinPercentage(1e-4));
        assertThat(error.sumSquaredQuantized()).isCloseTo(2.0 * 65504 * 65504 + 9, withinPercentage(1e-9));
        assertThat(error.cosine()).isCloseTo(1, within(1e-8));
        assertThat(error.clipped()).isEqualTo(2);
    }

    private static void check(String name, LayerWeights weights, TensorConfig config) {
        String what = name + ", " + config;
        QuantizedLayer layer = LayerQuantizer.quantize(weights, config, NEVER);
        LayerGrids grids = layer.layerGrids();
        float[] values = weights.values();
        float[] quantized = LayerQuantizer.values(weights, grids, NEVER);
        int[] codes = LayerQuantizer.codes(weights, grids);
        GranuleLayout layout = weights.granules(config.granularity());
        boolean overflows = config.format() instanceof NumberFormat.HalfFloat half && !half.saturating();
        long finite = 0;
        for (int i = 0; i < values.length; i++) {
            float x = values[i];
            Grid grid = grids.get(layout.granule(i));
            if (!Float.isFinite(x)) {
                if (Float.compare(quantized[i], x) != 0) {
                    throw new AssertionError(what + ": " + x + " becomes " + quantized[i]);
                }
                continue;
            }
            finite++;
            if (!Float.isFinite(quantized[i])) {
                boolean tooGreat = overflows && Math.abs(x) > grid.reachableMax();
                assertThat(tooGreat)
                        .as("%s: %s becomes %s", what, x, quantized[i])
                        .isTrue();
            }
            if (config.format().isQuantized() && grid.decode(codes[i]) != quantized[i]) {
                throw new AssertionError(what + ": " + x + " becomes " + quantized[i] + ", but its code " + codes[i]
                        + " stands for " + grid.decode(codes[i]) + " on " + grid);
            }
            if (config.rounding().isHalfEven() && Float.isFinite(quantized[i])) {
                checkNearest(what, grid, x, quantized[i]);
            }
        }
        checkError(what, layer.error(), finite, overflows);
        layer.errors().forEach(error -> checkError(what, error, -1, overflows));
        checkError(what, LayerQuantizer.estimate(weights, config, layer.grids()).error(), finite, overflows);
        if (config.format().isQuantized() && config.rounding().isHalfEven()) {
            for (Grid grid : layer.grids().subList(0, Math.min(2, layer.grids().size()))) {
                QuantError estimate = weights.histogram().estimate(grid);
                checkError(what + " estimated", estimate, finite, overflows);
                assertThat(Arrays.stream(weights.histogram().levelCounts(grid)).sum())
                        .as(what)
                        .isEqualTo(finite);
            }
        }
    }

    /** No level is nearer, but for what float32 makes of a level far from 0 that few bits reach. */
    private static void checkNearest(String what, Grid grid, float x, float quantized) {
        if (grid instanceof TernaryGrid || grid instanceof Grid.Identity) {
            return;
        }
        double distance = Math.abs((double) quantized - x);
        int levels = grid.levels();
        int low = 0;
        int high = levels - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (grid.level(middle) < x) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        double nearest = Math.abs((double) grid.level(low) - x);
        if (low > 0) {
            nearest = Math.min(nearest, Math.abs((double) grid.level(low - 1) - x));
        }
        double slack = 1e-6 * Math.max(Math.abs(x), Math.abs(quantized));
        if (!(distance <= nearest + slack)) {
            throw new AssertionError(what + ": " + x + " becomes " + quantized + ", though a level lies at distance "
                    + nearest + " on " + grid);
        }
    }

    private static void checkError(String what, QuantError error, long finite, boolean overflows) {
        if (finite >= 0) {
            assertThat(error.count()).as(what).isEqualTo(finite);
        }
        assertThat(error.clipped()).as(what).isBetween(0L, error.count());
        for (double sum : new double[] {
            error.sumSquaredValue(), error.sumSquaredError(), error.sumSquaredClipError(), error.maxError(), error.mse()
        }) {
            assertThat(sum).as("%s: %s", what, error).isNotNaN().isNotNegative();
            assertThat(overflows || sum < Double.POSITIVE_INFINITY)
                    .as("%s: %s", what, error)
                    .isTrue();
        }
        assertThat(error.sumSquaredClipError()).as(what).isLessThanOrEqualTo(error.sumSquaredError());
        assertThat(error.clipErrorShare()).as("%s: %s", what, error).isBetween(0.0, 1.0);
        assertThat(error.clippedShare()).as(what).isBetween(0.0, 1.0);
    }
}
