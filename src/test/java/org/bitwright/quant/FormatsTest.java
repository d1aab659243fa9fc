package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

/** Every format on a small weight, with the numbers worked out by hand. */
class FormatsTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Test
    void ternaryKeepsWhatIsAboveSevenTenthsOfTheMean() {
        // mean |x| = 1, threshold 0.7; above it 2 and -1.5: α = 1.75.
        assertThat(quantized(new NumberFormat.Ternary(), Granularity.TENSOR, 2f, -1.5f, 0.5f, 0f))
                .containsExactly(1.75f, -1.75f, 0f, 0f);
    }

    @Test
    void fp4TakesItsScaleFromTheLargestMagnitude() {
        // scale 12/6 = 2: 12 → 6·2; 5/2 = 2.5 is a tie between 2 and 3, to the even mantissa 2; 0.5/2 = 0.25 ties to 0.
        assertThat(quantized(new NumberFormat.Minifloat(FloatType.E2M1), Granularity.TENSOR, 12f, 5f, -0.5f, -7f))
                .containsExactly(12f, 4f, -0f, -8f);
    }

    @Test
    void microscalingSharesAPowerOfTwo() {
        // max 7: floor(log2 7) − 2 = 0, scale 1: 7 saturates to 6; 2.5 ties to 2.
        assertThat(quantized(new NumberFormat.Microscaling(FloatType.E2M1), Granularity.group(32), 7f, 2.5f, -0.3f))
                .containsExactly(6f, 2f, -0.5f);
    }

    @Test
    void codebookFindsSeparateClusters() {
        assertThat(quantized(new NumberFormat.Codebook(1), Granularity.TENSOR, 1f, 3f, 10f, 12f))
                .containsExactly(2f, 2f, 11f, 11f);
    }

    @Test
    void nf4HitsItsOwnLevels() {
        // 0.07 / 2 = 0.035 lies below the border 0.03979 between 0 and 0.0795803; 0.1 / 2 = 0.05 above it.
        assertThat(quantized(new NumberFormat.Nf4(), Granularity.TENSOR, 2f, -2f, 0.07f, 0.1f))
                .containsExactly(2f, -2f, 0f, 2 * 0.0795803f);
    }

    @Test
    void powerOfTwoChoosesTheExponentWithTheLeastError() {
        // 8 bits, largest 100: scales 1 (100/127 rounded up) and 0.5, whose end 63.5 would clip 100.
        LayerWeights weights = Layers.weights(100f, 3f, 2f);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.POWER_OF_TWO), Granularity.TENSOR, Calibrator.minMax());
        assertThat(LayerQuantizer.grids(weights, config, NEVER).list())
                .isEqualTo(List.of(new UniformGrid(1f, 0, -128, 127)));
    }

    @Test
    void groupsAlongTheInputAxisHaveTheirOwnScales() {
        // Two rows (channels) of three inputs in groups of two: [127, 1], [2.54] and [12.7, 0], [−127].
        LayerWeights weights = Layers.grouped(0, 1, new long[] {2, 3}, 127f, 1f, 2.54f, 12.7f, 0f, -127f);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.group(2), Calibrator.minMax());
        LayerGrids grids = LayerQuantizer.grids(weights, config, NEVER);
        assertThat(grids.list()).extracting(Grid::step).containsExactly(1f, 2.54f / 127, 12.7f / 127, 1f);
        assertThat(LayerQuantizer.codes(weights, grids)).containsExactly(127, 1, 127, 127, 0, -127);
    }

    @Test
    void groupsAlongTheFirstAxisAreStrided() {
        // MatMul [K = 3, N = 2], groups of two along K: columns 127, 1 | 3 and 12.7, 0 | −127.
        LayerWeights weights = Layers.grouped(1, 0, new long[] {3, 2}, 127f, 12.7f, 1f, 0f, 3f, -127f);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.group(2), Calibrator.minMax());
        assertThat(LayerQuantizer.grids(weights, config, NEVER).list())
                .extracting(Grid::step)
                .containsExactly(1f, 12.7f / 127, 3f / 127, 1f);
    }

    @Test
    void microscalingOfSubnormalsUsesTheLeastScale() {
        // floor(log2 2^−126) − 2 = −128, but E8M0 ends at 2^−127: 2^−126 is 2 times that, 2^−130 is 1/8 of it, nearest
        // 0.
        assertThat(quantized(
                        new NumberFormat.Microscaling(FloatType.E2M1),
                        Granularity.group(32),
                        0x1p-126f,
                        -0x1p-128f,
                        0x1p-130f))
                .containsExactly(0x1p-126f, -0x1p-128f, 0f);
        // The whole block far below: a quarter of the least step, 2^−128, is a tie to 0; more is not.
        assertThat(quantized(
                        new NumberFormat.Microscaling(FloatType.E2M1),
                        Granularity.group(32),
                        0x1p-129f,
                        0x1.8p-129f,
                        Float.MIN_VALUE))
                .containsExactly(0f, 0x1p-128f, 0f);
    }

    @Test
    void microscalingOfTheGreatestValuesStaysFinite() {
        // floor(log2) = 127, minus 2: 2^125. The greatest is just below 8 of it and saturates to 6; 5 · 2^125 ties to
        // 4.
        assertThat(quantized(
                        new NumberFormat.Microscaling(FloatType.E2M1),
                        Granularity.group(32),
                        Float.MAX_VALUE,
                        -0x1.4p127f))
                .containsExactly(0x1.8p127f, -0x1p127f);
        // E4M3: minus 8: 2^119, 448 of it is 1.75 · 2^127.
        assertThat(quantized(
                        new NumberFormat.Microscaling(FloatType.E4M3FN), Granularity.group(32), Float.MAX_VALUE, 1f))
                .containsExactly(0x1.Cp127f, 0f);
    }

    @Test
    void nvfp4BlocksFarBelowTheTensorBecomeZero() {
        // The tensor's largest is 2688 = 448 · 6: tensor scale 1. A block's scale is its largest / 6 as E4M3, whose
        // least
        // is 2^−9: 6 · 2^−10 is a tie to 0, 6 · 1.25 · 2^−10 becomes 2^−9.
        float[] values = new float[48];
        values[0] = 2688;
        values[16] = 6 * 0x1p-10f;
        values[17] = 0x1p-20f;
        values[32] = 6 * 0x1.4p-10f;
        values[33] = 0x1p-10f;
        LayerWeights weights = Layers.weights(values);
        TensorConfig config = TensorConfig.of(
                new NumberFormat.NvFp4(), Granularity.group(NumberFormat.NvFp4.BLOCK), Calibrator.minMax());
        LayerGrids grids = LayerQuantizer.grids(weights, config, NEVER);
        assertThat(grids.list()).containsExactly(new NvFp4Grid(1, 448), new NvFp4Grid(1, 0), new NvFp4Grid(1, 0x1p-9f));
        assertThat(((NvFp4Grid) grids.get(1)).isUnderflow()).isTrue();
        float[] quantized = LayerQuantizer.values(weights, grids, NEVER);
        assertThat(quantized[0]).isEqualTo(2688);
        assertThat(quantized[16]).isZero();
        // 3.75 of the scale: to 4. Half of it is a level.
        assertThat(quantized[32]).isEqualTo(0x1p-7f);
        assertThat(quantized[33]).isEqualTo(0x1p-10f);
        assertThat(LayerQuantizer.quantize(weights, config, NEVER).error().clipped())
                .as("values of a block without a scale lie beyond its ends")
                .isEqualTo(2);
    }

    @Test
    void nf4OfSubnormalsAndOfNothing() {
        // The scale is the least normal number: 2^−128 is a quarter of it, nearest 0.2461123; −2^−149 is 0.
        assertThat(quantized(new NumberFormat.Nf4(), Granularity.group(64), 0x1p-128f, -Float.MIN_VALUE))
                .containsExactly(0.2461123f * Float.MIN_NORMAL, 0f);
        assertThat(quantized(new NumberFormat.Nf4(), Granularity.group(64), 0f, -0f))
                .containsExactly(0f, 0f);
    }

    @Test
    void percentilesOfGroupsAreTheirOwn() {
        // Groups of 5: magnitudes 1, 2, 3, 4, 100 and 0, 0, 0, 10, 10. The 75th percentile stands at place 3.
        LayerWeights weights = Layers.grouped(0, 1, new long[] {1, 10}, 1f, -2f, 3f, -4f, 100f, 0f, 0f, 0f, 10f, -10f);
        TensorConfig config = TensorConfig.of(
                NumberFormat.uniform(8, Scheme.NARROW), Granularity.group(5), Calibrator.percentile(75));
        assertThat(LayerQuantizer.grids(weights, config, NEVER).list())
                .containsExactly(new UniformGrid(4f / 127, 0, -127, 127), new UniformGrid(10f / 127, 0, -127, 127));
        // Asymmetric, 50 %: from place 1 to place 3 of −4, −2, 1, 3, 100 and −10, 0, 0, 0, 10.
        TensorConfig asymmetric = TensorConfig.of(
                NumberFormat.uniform(2, Scheme.ASYMMETRIC), Granularity.group(5), Calibrator.percentile(50));
        assertThat(LayerQuantizer.grids(weights, asymmetric, NEVER).list())
                .extracting(Grid::reachableMin, Grid::reachableMax)
                .first()
                .isEqualTo(tuple(-5f / 3, 2 * 5f / 3));
        assertThat(LayerQuantizer.grids(weights, asymmetric, NEVER).get(1).step())
                .isEqualTo(1);
    }

    private static float[] quantized(NumberFormat format, Granularity granularity, float... values) {
        LayerWeights weights = Layers.weights(values);
        TensorConfig config = TensorConfig.of(format, granularity, Calibrator.minMax());
        return LayerQuantizer.values(weights, LayerQuantizer.grids(weights, config, NEVER), NEVER);
    }
}
