package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;

/** What improvements win back of the accuracy of the bundled networks, on the first 2,000 of their test images. */
class SampleImprovementTest {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final Preprocessing BYTES = Preprocessing.scaled(1f / 255);
    private static final int COUNTED = 2000;

    /** One scale a tensor costs the depthwise network a third of its answers (sample-models/README.md). */
    @Test
    void equalizationAndBiasCorrectionSaveADepthwiseNetworkWithOneScaleATensor() throws Exception {
        Sample sample = new Sample("depthwise", 8, Granularity.TENSOR);
        double floating = sample.accuracy(QuantConfig.empty());
        double nearest = sample.accuracy(sample.start);
        QuantConfig equalized = sample.improve(ImprovementKind.EQUALIZATION, sample.start);
        QuantConfig corrected = sample.improve(ImprovementKind.BIAS_CORRECTION, equalized);

        assertThat(nearest).isLessThan(floating - 0.2);
        assertThat(sample.accuracy(corrected)).isGreaterThan(floating - 0.01);
    }

    /** At 3 bits nearest rounding costs this network more than at 4, so that 2,000 images show the difference. */
    @Test
    void learnedRoundingBeatsNearestOnTheDepthwiseNetwork() throws Exception {
        Sample sample = new Sample("depthwise", 3, Granularity.CHANNEL);
        QuantConfig learned = sample.improve(ImprovementKind.LEARNED_ROUNDING, sample.start);

        assertThat(sample.accuracy(learned)).isGreaterThan(sample.accuracy(sample.start) + 0.05);
    }

    @Test
    void learnedRoundingAndErrorFeedbackBeatNearestOnTheResidualNetwork() throws Exception {
        Sample sample = new Sample("residual", 4, Granularity.CHANNEL);
        double nearest = sample.accuracy(sample.start);
        QuantConfig learned = sample.improve(ImprovementKind.LEARNED_ROUNDING, sample.start);
        QuantConfig fed = sample.improve(ImprovementKind.ERROR_FEEDBACK, sample.start);

        assertThat(sample.accuracy(learned)).isGreaterThan(nearest + 0.02);
        assertThat(sample.accuracy(fed)).isGreaterThan(nearest + 0.02);
    }

    /** A network with all its layers at integers of one width, minmax; images of Fashion-MNIST. */
    private static final class Sample {
        private final OnnxDocument document;
        private final Dataset test = read("t10k");
        private final Dataset calibration = read("calibration");
        private final QuantConfig start;
        private final WeightSource source =
                (layer, config, cancel) -> LayerWeights.read(layer, config.overlay(), cancel);

        Sample(String model, int bits, Granularity granularity) throws Exception {
            document = OnnxDocument.open(SAMPLES.resolve(model + ".onnx"));
            Map<String, TensorConfig> layers = new LinkedHashMap<>();
            document.model()
                    .layers()
                    .forEach(layer -> layers.put(
                            layer.name(),
                            TensorConfig.of(
                                    NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, Calibrator.minMax())));
            start = QuantConfig.of(layers);
        }

        private static Dataset read(String part) throws Exception {
            Path images = SAMPLES.resolve("fashion-mnist/" + part + "-images-idx3-ubyte.gz");
            return DatasetReader.read(
                    images, Optional.of(DatasetReader.findLabels(images).orElseThrow()));
        }

        QuantConfig improve(ImprovementKind kind, QuantConfig config) throws Exception {
            ImprovementOptions options = ImprovementOptions.defaults()
                    .withSamples(400)
                    .withRows(4000)
                    .withLearning(LearnedRoundingOptions.defaults().withIterations(500));
            List<String> layers =
                    document.model().layers().stream().map(Layer::name).toList();
            return new Improver(document, source)
                    .improve(kind, config, layers, calibration, BYTES, options, new Progress(), CancelToken.none())
                    .config();
        }

        double accuracy(QuantConfig config) throws Exception {
            Map<String, float[]> constants =
                    new NetworkConstants(document.model(), source).quantized(config, CancelToken.none());
            try (CandidateEvaluator evaluator = CandidateEvaluator.open(document, test, BYTES)) {
                return (double) evaluator
                                .evaluate(
                                        Candidate.ofWeights(constants),
                                        0,
                                        COUNTED,
                                        false,
                                        new Progress(),
                                        CancelToken.none())
                                .correct()
                        / COUNTED;
            }
        }
    }
}
