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
            for (Granularity granularity : List.of(Granularity.TENSOR, Granularity.CHANNEL, Granularity.group(32))) {
                for (NumberFormat format : rangedFormats()) {
                    TensorConfig minmax = TensorConfig.of(format, granularity, Calibrator.minMax());
                    double[] worst = granuleErrors(weights, minmax);
                    double[] found = granuleErrors(weights, minmax.withCalibrator(Calibrator.mse()));
                    for (int granule = 0; granule < worst.length; granule++) {
                        if (found[granule] > worst[granule]) {
                            throw new AssertionError("mse leaves " + found[granule] + " where minmax leaves "
                                    + worst[granule] + ": " + weights.layer().name() + ", " + minmax + ", " + granule);
                        }
                    }
                }
            }
        }
    }

    private static List<NumberFormat> rangedFormats() {
        List<NumberFormat> formats = new ArrayList<>();
        for (Scheme scheme : Scheme.values()) {
            for (int bits : new int[] {NumberFormat.Uniform.MIN_BITS, 3, 4, 6, 8, NumberFormat.Uniform.MAX_BITS}) {
                formats.add(NumberFormat.uniform(bits, scheme));
            }
        }
        for (FloatType type : List.of(FloatType.E4M3FN, FloatType.E5M2, FloatType.E2M1)) {
            formats.add(new NumberFormat.Minifloat(type));
        }
        return formats;
    }

    /** Exact Σe² of every granule: as it is reported, and of groups reckoned from the quantized values. */
    private static double[] granuleErrors(LayerWeights weights, TensorConfig config) {
        LayerGrids grids = LayerQuantizer.grids(weights, config, NEVER);
        if (!config.granularity().isGroup()) {
            return LayerQuantizer.quantize(weights, config, grids.list(), NEVER).errors().stream()
                    .mapToDouble(QuantError::sumSquaredError)
                    .toArray();
        }
        float[] quantized = LayerQuantizer.values(weights, grids, NEVER);
        GranuleLayout layout = weights.granules(config.granularity());
        double[] errors = new double[layout.granules()];
        for (int i = 0; i < quantized.length; i++) {
            double e = (double) quantized[i] - weights.values()[i];
            errors[layout.granule(i)] += e * e;
        }
        return errors;
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
