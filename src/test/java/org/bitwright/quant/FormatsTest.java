package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static float[] quantized(NumberFormat format, Granularity granularity, float... values) {
        LayerWeights weights = Layers.weights(values);
        TensorConfig config = TensorConfig.of(format, granularity, Calibrator.minMax());
        return LayerQuantizer.values(weights, LayerQuantizer.grids(weights, config, NEVER), NEVER);
    }
}
