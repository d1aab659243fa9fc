package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.CandidateNetworks.Way;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real inference of the bundled networks on their real test data. */
class SampleModelsTest {
    private static final Path SAMPLES = Path.of("sample-models");
    private static final Preprocessing BYTES = Preprocessing.scaled(1f / 255);

    static Stream<JsonNode> samples() throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        new ObjectMapper()
                .readTree(SAMPLES.resolve("samples.json").toFile())
                .get("samples")
                .forEach(samples::add);
        return samples.stream();
    }

    /** PyTorch counted the answers in samples.json; libraries that sum in another order may differ on close calls. */
    @ParameterizedTest
    @MethodSource("samples")
    void floatAccuracyIsTheOneOfTraining(JsonNode sample) throws Exception {
        Dataset data = DatasetReader.read(
                SAMPLES.resolve(sample.get("data").asText()),
                Optional.of(SAMPLES.resolve(sample.get("labels").asText())));

        try (CandidateEvaluator evaluator = open(sample.get("model").asText(), data, Way.UNDECIDED)) {
            Evaluation run = evaluator.evaluate(
                    Candidate.unchanged(), 0, data.size(), false, new Progress(), CancelToken.none());

            assertThat(run.samples()).isEqualTo(sample.get("samples").asInt());
            long trained = sample.get("correct").asLong();
            assertThat(run.correct()).isBetween(trained - 3, trained + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet-300-100", "depthwise", "vit"})
    void constantsAndInputsGiveTheSamePredictions(String name) throws Exception {
        Dataset data = dataFor(name);
        Map<String, float[]> weights = quantized(OnnxDocument.open(SAMPLES.resolve(name + ".onnx")), 4);

        Evaluation constants = evaluate(name, data, weights, Way.CONSTANTS);
        Evaluation inputs = evaluate(name, data, weights, Way.INPUTS);

        assertThat(inputs.predictions()).isEqualTo(constants.predictions());
        float largest = 0;
        for (float value : constants.outputs()) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < constants.outputs().length; i++) {
            assertThat(Math.abs(inputs.outputs()[i] - constants.outputs()[i])).isLessThan(1e-4f * largest);
        }
    }

    @Test
    void repeatedRunsGiveTheSameBits() throws Exception {
        Dataset data = dataFor("residual");
        Map<String, float[]> weights = quantized(OnnxDocument.open(SAMPLES.resolve("residual.onnx")), 3);

        assertThat(evaluate("residual", data, weights, Way.CONSTANTS).outputs())
                .isEqualTo(evaluate("residual", data, weights, Way.CONSTANTS).outputs());
    }

    @Test
    void cancelledMidwayReadsNoFurtherThanTheBatchesUnderWay() throws Exception {
        CancelToken cancel = new CancelToken();
        CancellingDataset data = new CancellingDataset(
                DatasetReader.read(SAMPLES.resolve("fashion-mnist/t10k-images-idx3-ubyte.gz"), Optional.empty()),
                cancel);

        try (CandidateEvaluator evaluator = open("vit.onnx", data, Way.UNDECIDED)) {
            assertThatThrownBy(() ->
                            evaluator.evaluate(Candidate.unchanged(), 0, data.size(), false, new Progress(), cancel))
                    .isInstanceOf(CancellationException.class);
        }
        int threads = Runtime.getRuntime().availableProcessors();
        assertThat(data.read.get()).isLessThanOrEqualTo(InputSamples.BLOCK * (threads + 1));
    }

    private static Dataset dataFor(String name) throws IOException {
        String set = name.startsWith("lenet") ? "mnist" : "fashion-mnist";
        Path images = SAMPLES.resolve(set).resolve("calibration-images-idx3-ubyte.gz");
        return DatasetReader.read(images, DatasetReader.findLabels(images));
    }

    private static Evaluation evaluate(String name, Dataset data, Map<String, float[]> weights, Way way)
            throws Exception {
        try (CandidateEvaluator evaluator = open(name + ".onnx", data, way)) {
            return evaluator.evaluate(
                    Candidate.ofWeights(weights), 0, data.size(), true, new Progress(), CancelToken.none());
        }
    }

    private static CandidateEvaluator open(String file, Dataset data, Way way) throws Exception {
        return CandidateEvaluator.open(OnnxDocument.open(SAMPLES.resolve(file)), data, BYTES, way);
    }

    private static Map<String, float[]> quantized(OnnxDocument document, int bits) throws IOException {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
        Map<String, float[]> values = new HashMap<>();
        for (Layer layer : document.model().layers()) {
            LayerWeights weights = LayerWeights.read(layer, CancelToken.none());
            values.put(
                    layer.weight().name(),
                    LayerQuantizer.values(
                            weights, LayerQuantizer.grids(weights, config, CancelToken.none()), CancelToken.none()));
        }
        return values;
    }

    /** Cancels a token when its first sample is read, and counts what is read. */
    private record CancellingDataset(Dataset whole, CancelToken cancel, AtomicInteger read) implements Dataset {
        CancellingDataset(Dataset whole, CancelToken cancel) {
            this(whole, cancel, new AtomicInteger());
        }

        @Override
        public void read(int first, int count, float[] into, int at) {
            read.addAndGet(count);
            cancel.cancel();
            whole.read(first, count, into, at);
        }

        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public int size() {
            return whole.size();
        }

        @Override
        public Shape sampleShape() {
            return whole.sampleShape();
        }

        @Override
        public Optional<int[]> labels() {
            return whole.labels();
        }

        @Override
        public String digest() {
            return whole.digest();
        }
    }
}
