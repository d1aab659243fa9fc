package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.bitwright.project.Problem.Kind;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class ConfigProblemsTest {

    /** Five channels of two: the widths are 1, 1, 1, 1 and 20. */
    private static final LayerWeights WIDE =
            Layers.weights(0, new long[] {5, 2}, 1f, 0.5f, -1f, 0.25f, 1f, 0.75f, 0.5f, -0.5f, 20f, 3f);

    private static List<Problem> find(LayerWeights weights, TensorConfig config) {
        return ConfigProblems.of(weights, LayerQuantizer.quantize(weights, config, CancelToken.none()));
    }

    private static TensorConfig ints(int bits, Granularity granularity) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
    }

    private static TensorConfig of(NumberFormat format, Granularity granularity) {
        return TensorConfig.of(format, granularity, Calibrator.minMax());
    }

    @Test
    void anOutlierChannelIsNamedWithHowWideItIs() {
        assertThat(find(WIDE, ints(8, Granularity.TENSOR))).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.OUTLIER_CHANNEL);
            assertThat(problem.channel()).isEqualTo(OptionalInt.of(4));
            assertThat(problem.toString()).startsWith("layer: channel 4 is 20.0 times as wide as the median");
        });
    }

    @Test
    void aScalePerChannelSettlesIt() {
        assertThat(find(WIDE, ints(8, Granularity.CHANNEL))).isEmpty();
        assertThat(find(WIDE, TensorConfig.unquantized())).isEmpty();
    }

    @Test
    void onlyTheWidestOfManyOutliersAreNamed() {
        float[] values = new float[26];
        java.util.Arrays.fill(values, 1);
        for (int i = 0; i < 5; i++) {
            values[2 * i] = 10 + i;
        }
        List<Problem> found = find(Layers.weights(0, new long[] {13, 2}, values), ints(8, Granularity.TENSOR));
        assertThat(found).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.OUTLIER_CHANNELS);
            assertThat(problem.channel()).isEqualTo(OptionalInt.of(4));
            assertThat(problem.arguments()).containsExactly("5", "8", "4 (14.0×), 3 (13.0×), 2 (12.0×), 1 (11.0×), …");
        });
    }

    @Test
    void channelsWhoseWeightsAllBecomeZeroAreNamed() {
        // Step 20/7: half of it, 1.43, is more than any weight of the first four.
        assertThat(find(WIDE, ints(4, Granularity.TENSOR))).anySatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.CHANNELS_VANISH);
            assertThat(problem.arguments()).containsExactly("4", "5", "0, 1, 2, 3");
            assertThat(problem.channel()).isEqualTo(OptionalInt.of(0));
        });
    }

    @Test
    void aLayerOfWhichNothingIsLeftIsAnError() {
        // The article's step is 510.
        TensorConfig article = TensorConfig.of(
                NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.articleRule());
        assertThat(find(WIDE, article)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.ALL_VANISH);
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.arguments()).containsExactly("510.0");
        });
    }

    @Test
    void clippingThatMakesMostOfTheErrorIsToldUnlessLeastSquaresChoseIt() {
        // One weight of ten at 20 is clipped at 1: 19² against rounding of at most 0.004² each.
        TensorConfig narrow = ints(8, Granularity.TENSOR).withManual(Map.of(0, ManualGrid.ofRange(new Range(-1, 1))));
        assertThat(find(WIDE, narrow)).anySatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.SATURATION);
            // 20 and 3 of ten.
            assertThat(problem.arguments()).containsExactly("20 %", "100 %");
        });
        TensorConfig fitted =
                TensorConfig.of(NumberFormat.uniform(2, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.mse());
        assertThat(find(WIDE, fitted)).extracting(Problem::kind).doesNotContain(Kind.SATURATION);
    }

    @Test
    void weightsBeyondFp16BecomeInfiniteUnlessItSaturates() {
        // 65519 still rounds to 65504, 65520 to infinity.
        LayerWeights weights = Layers.weights(65_519f, 65_520f, -1e9f, 3f, Float.POSITIVE_INFINITY);
        assertThat(find(weights, of(new NumberFormat.HalfFloat(FloatType.FLOAT16, false), Granularity.TENSOR)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(Kind.FP16_OVERFLOW);
                    assertThat(problem.arguments()).containsExactly("2", "65504.0");
                });
        assertThat(find(weights, of(new NumberFormat.HalfFloat(FloatType.FLOAT16, true), Granularity.TENSOR)))
                .isEmpty();
        assertThat(find(weights, of(new NumberFormat.HalfFloat(FloatType.BFLOAT16, false), Granularity.TENSOR)))
                .isEmpty();
    }

    @Test
    void weightsBeyondBf16AreToldToo() {
        LayerWeights weights = Layers.weights(Float.MAX_VALUE, 1f);
        assertThat(find(weights, of(new NumberFormat.HalfFloat(FloatType.BFLOAT16, false), Granularity.TENSOR)))
                .extracting(Problem::kind)
                .containsExactly(Kind.BF16_OVERFLOW);
    }

    @Test
    void blocksTooSmallForTheirScaleAreCountedButNotThoseThatAreZero() {
        // The tensor's scale is 2688/(448·6) = 1; E4M3's least value is 2^−9, half of it, 2^−10, still rounds to 0.
        // Block 2: 6·2^−10 in it gives 2^−10: all zeros. Block 3 is zero itself; block 4 keeps 6·2^−9.
        float[] values = new float[64];
        values[0] = 2688;
        values[16] = 6 * 0x1p-10f;
        values[48] = 6 * 0x1p-9f;
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, 64}, values);
        TensorConfig config = of(new NumberFormat.NvFp4(), Granularity.group(NumberFormat.NvFp4.BLOCK));
        assertThat(find(weights, config)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.NVFP4_UNDERFLOW);
            assertThat(problem.arguments()).containsExactly("1", "4");
        });
    }

    @Test
    void groupsThatHoldOneValueGrowTheLayer() {
        // A depthwise filter, 4 × 1 × 3 × 3: groups along axis 1.
        float[] values = Layers.gaussian(1, 36, 1);
        LayerWeights weights = Layers.grouped(0, 1, new long[] {4, 1, 3, 3}, values);
        TensorConfig config = ints(4, Granularity.group(32));
        assertThat(find(weights, config)).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(Kind.GROUPS_OF_ONE);
            // 36 · (4 + 32) bits are 162 bytes; float 36 · 4.
            assertThat(problem.arguments()).containsExactly("162", "144");
        });
        assertThat(find(weights, ints(4, Granularity.CHANNEL))).isEmpty();
    }
}
