package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises that must hold on trained weights, not only on made-up ones. */
class SampleWeightsTest {
    private static final CancelToken NEVER = CancelToken.none();

    @ParameterizedTest
    @ValueSource(strings = {"lenet5.onnx", "residual.onnx", "depthwise.onnx", "vit.onnx"})
    void mseIsNeverWorseThanMinmaxOnTrainedWeights(String model) throws IOException {
        for (LayerWeights weights : weights(model)) {
            for (Granularity granularity : Layers.GRANULARITIES) {
                for (Scheme scheme : Scheme.values()) {
                    for (int bits = 2; bits <= 16; bits++) {
                        TensorConfig minmax =
                                TensorConfig.of(NumberFormat.uniform(bits, scheme), granularity, Calibrator.minMax());
                        List<QuantError> worst =
                                LayerQuantizer.quantize(weights, minmax, NEVER).errors();
                        List<QuantError> found = LayerQuantizer.quantize(
                                        weights, minmax.withCalibrator(Calibrator.mse()), NEVER)
                                .errors();
                        for (int granule = 0; granule < worst.size(); granule++) {
                            assertThat(found.get(granule).sumSquaredError())
                                    .as("%s, %s, %s, %d bits", weights.layer().name(), granularity, scheme, bits)
                                    .isLessThanOrEqualTo(worst.get(granule).sumSquaredError());
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5.onnx", "vit.onnx"})
    void estimatesAreNearTheExactErrorsOfTrainedWeights(String model) throws IOException {
        for (LayerWeights weights : weights(model)) {
            for (int bits : new int[] {2, 4, 8, 12}) {
                TensorConfig config = TensorConfig.of(
                        NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.percentile(99.9));
                QuantizedLayer exact = LayerQuantizer.quantize(weights, config, NEVER);
                double estimate =
                        weights.histogram().estimate(exact.grids().get(0)).sumSquaredError();
                double ratio = estimate / exact.error().sumSquaredError();
                assertThat(ratio)
                        .as("%s at %d bits", weights.layer().name(), bits)
                        .isBetween(0.97, 1.03);
            }
        }
    }

    private static List<LayerWeights> weights(String model) throws IOException {
        List<LayerWeights> weights = new ArrayList<>();
        for (Layer layer :
                OnnxDocument.open(Path.of("sample-models", model)).model().layers()) {
            weights.add(LayerWeights.read(layer, NEVER));
        }
        return weights;
    }
}
