package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class LayerQuantizerTest {

    @Test
    void minmaxSymmetricTakesTheLargestMagnitudeAsTheHighestCode() {
        LayerWeights weights = Layers.weights(-1f, 127f, 0.5f, 1.5f);
        QuantizedLayer layer = LayerQuantizer.quantize(
                weights,
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax()),
                CancelToken.none());
        assertThat(layer.grids()).containsExactly(new UniformGrid(1f, 0, -128, 127));
        assertThat(LayerQuantizer.values(weights, layer.grids(), CancelToken.none()))
                .containsExactly(-1f, 127f, 0f, 2f);
        assertThat(layer.error().sumSquaredError()).isEqualTo(0.5);
        assertThat(layer.error().clipped()).isZero();
        assertThat(layer.bytes()).isEqualTo(4 + 4);
    }

    @Test
    void estimateOfAGaussianIsCloseToTheExactError() {
        LayerWeights weights = Layers.weights(Layers.gaussian(1, 200_000, 0.1));
        for (int bits = 2; bits <= 16; bits++) {
            TensorConfig config = TensorConfig.of(
                    NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.percentile(99.9));
            QuantizedLayer exact = LayerQuantizer.quantize(weights, config, CancelToken.none());
            QuantError estimate = weights.histogram().estimate(exact.grids().get(0));
            assertThat(estimate.sqnrDb())
                    .as("%d bits", bits)
                    .isCloseTo(exact.error().sqnrDb(), within(0.1));
            assertThat(estimate.clipErrorShare()).isCloseTo(exact.error().clipErrorShare(), within(0.01));
            assertThat(estimate.cosine()).isCloseTo(exact.error().cosine(), within(1e-3));
        }
    }
}
