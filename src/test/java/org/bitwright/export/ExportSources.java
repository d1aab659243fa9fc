package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Accuracy;
import org.bitwright.io.dataset.DatasetReader;
import org.bitwright.model.Dataset;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;

/** Real models under test configurations. */
final class ExportSources {
    static final Path SAMPLES = Path.of("sample-models");

    static final LayerSource UNCACHED = new LayerSource() {
        @Override
        public LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
            return LayerWeights.read(layer, config.overlay(), cancel);
        }

        @Override
        public QuantizedLayer quantized(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
            return LayerQuantizer.quantize(weights(layer, config, cancel), config, cancel);
        }
    };

    private ExportSources() {}

    static ExportSource of(String model, QuantConfig config) throws IOException {
        return of(SAMPLES.resolve(model), config);
    }

    static ExportSource of(Path model, QuantConfig config) throws IOException {
        OnnxDocument document = OnnxDocument.open(model);
        return new ExportSource(
                document,
                config,
                UNCACHED,
                List.of(model),
                Optional.of(Preprocessing.scaled(1 / 255f)),
                Optional.empty(),
                Optional.empty());
    }

    static QuantConfig everyLayer(String model, TensorConfig choice) throws IOException {
        QuantConfig config = QuantConfig.empty();
        for (Layer layer : OnnxDocument.open(SAMPLES.resolve(model)).model().layers()) {
            config = config.with(layer.name(), choice);
        }
        return config;
    }

    /** The same with calibration data of so many samples. */
    static ExportSource checked(ExportSource source, String dataset, int samples) throws IOException {
        Dataset data = DatasetReader.read(
                SAMPLES.resolve(dataset).resolve("calibration-images-idx3-ubyte.gz"), Optional.empty());
        return new ExportSource(
                source.document(),
                source.config(),
                source.layers(),
                source.inputs(),
                source.preprocessing(),
                Optional.of(new CheckSet(data, Preprocessing.scaled(1 / 255f), samples, true)),
                source.results());
    }

    /** The same with results, one of them infinite. */
    static ExportSource withResults(ExportSource source) {
        ConfigResults results = new ConfigResults(
                "images.gz",
                "0123456789abcdef".repeat(4),
                100,
                Optional.of(new Accuracy(99, 100)),
                Optional.of(new Accuracy(98, 100)),
                0.97,
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                OptionalDouble.empty());
        return new ExportSource(
                source.document(),
                source.config(),
                source.layers(),
                source.inputs(),
                source.preprocessing(),
                source.check(),
                Optional.of(results));
    }
}
