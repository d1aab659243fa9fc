package org.bitwright.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.export.ConfigFile;
import org.bitwright.export.ConfigImport;
import org.bitwright.export.ExportSource;
import org.bitwright.export.ExportTarget;
import org.bitwright.export.Exports;
import org.bitwright.export.LayerSource;
import org.bitwright.model.Layer;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Exports a layer of 25 million weights whose grids are known, as the window has them, in 4 bits and groups of 32 and in
 * other forms; reads the configuration back. Beside it a plain write of the model's bytes.
 */
public final class ExportBenchmark implements Benchmark {
    private static final int SIZE = 5000;
    private static final int ROUNDS = 3;
    private static final CancelToken NEVER = CancelToken.none();

    @Override
    public String name() {
        return "export";
    }

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("export");
        Path model = folder.resolve("model.onnx");
        Path out = folder.resolve("out");
        Path copy = folder.resolve("copy");
        try {
            OnnxModels.opset(17)
                    .input("x", -1, SIZE)
                    .weight("w", RandomLayer.values(SIZE * SIZE), SIZE, SIZE)
                    .node("MatMul", "layer", "x w", "y")
                    .output("y", -1, SIZE)
                    .write(model);
            NumberFormat four = NumberFormat.uniform(4, Scheme.ASYMMETRIC);
            measure(model, out, copy, "int4 in groups of 32", four, Granularity.group(32));
            measure(
                    model,
                    out,
                    copy,
                    "int8 per channel",
                    NumberFormat.uniform(8, Scheme.SYMMETRIC),
                    Granularity.CHANNEL);
            measure(
                    model,
                    out,
                    copy,
                    "fp8-e4m3 in groups of 32",
                    FormatFamily.FP8_E4M3.at(8, Scheme.SYMMETRIC),
                    Granularity.group(32));
            measure(model, out, copy, "mxfp4", FormatFamily.MXFP4.at(4, Scheme.SYMMETRIC), Granularity.group(32));
        } finally {
            for (Path file : List.of(model, out, copy)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        }
    }

    private static void measure(
            Path model, Path out, Path copy, String what, NumberFormat format, Granularity granularity)
            throws Exception {
        OnnxDocument document = OnnxDocument.open(model);
        Layer layer = document.model().layers().get(0);
        TensorConfig choice = TensorConfig.of(format, granularity, Calibrator.minMax());
        Known known = new Known();
        ExportSource source = new ExportSource(
                document,
                QuantConfig.empty().with(layer.name(), choice),
                known,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        known.quantized(layer, choice, NEVER);
        byte[] bytes = Files.readAllBytes(model);
        Timing[] qdq =
                Timing.alternate(1, ROUNDS, () -> write(ExportTarget.QDQ, source, out), () -> Files.write(copy, bytes));
        long qdqBytes = Files.size(out);
        Timing[] config =
                Timing.alternate(1, ROUNDS, () -> write(ExportTarget.CONFIG, source, out), () -> read(source, out));
        System.out.printf(
                "%s: qdq %.2f s (%.1f MB; plain write of the model %.2f s), config %.2f s (%.1f MB), read back %.2f s%n",
                what,
                qdq[0].median(),
                qdqBytes / 1e6,
                qdq[1].median(),
                config[0].median(),
                Files.size(out) / 1e6,
                config[1].median());
    }

    private static void write(ExportTarget target, ExportSource source, Path out) throws Exception {
        Exports.write(target, source, out, new Progress(), NEVER);
    }

    private static void read(ExportSource source, Path file) throws IOException {
        ConfigImport read = ConfigImport.onto(source.document(), source.layers(), ConfigFile.read(file), NEVER);
        if (!read.differences().isEmpty()) {
            throw new IllegalStateException(read.differences().get(0).toString());
        }
    }

    /** Computes everything once. */
    private static final class Known implements LayerSource {
        private final Map<TensorConfig, QuantizedLayer> quantized = new HashMap<>();
        private final Map<Layer, LayerWeights> weights = new HashMap<>();

        @Override
        public LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
            LayerWeights known = weights.get(layer);
            if (known == null) {
                known = LayerWeights.read(layer, cancel);
                weights.put(layer, known);
            }
            return known;
        }

        @Override
        public QuantizedLayer quantized(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
            QuantizedLayer known = quantized.get(config);
            if (known == null) {
                known = LayerQuantizer.quantize(weights(layer, config, cancel), config, cancel);
                quantized.put(config, known);
            }
            return known;
        }
    }
}
