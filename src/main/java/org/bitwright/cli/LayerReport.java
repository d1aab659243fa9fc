package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.bitwright.export.ConfigJson;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Layer;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * What the configuration does to each layer.
 *
 * @param entropyBytes of all weights with their codes entropy coded
 */
record LayerReport(ArrayNode json, String table, long entropyBytes) {

    static LayerReport of(Project project, Progress progress, CancelToken cancel) throws IOException {
        ArrayNode layers = JsonNodeFactory.instance.arrayNode();
        TextTable table = new TextTable(
                "llrlrrrrrr",
                "layer",
                "format",
                "bits",
                "per",
                "SQNR dB",
                "MSE",
                "max error",
                "clipped",
                "bytes",
                "Huffman");
        long entropyBytes = 0;
        int done = 0;
        int count = project.model().layers().size();
        for (Layer layer : project.model().layers()) {
            progress.message(layer.name());
            TensorConfig config = project.config().of(layer.name());
            QuantizedLayer quantized = project.layers().quantized(layer.name(), config, cancel);
            layers.add(json(layer, config, quantized));
            row(table, layer, config, quantized);
            entropyBytes += quantized.entropyBytes().orElse(quantized.bytes());
            progress.update(++done, count);
        }
        return new LayerReport(layers, table.toString(), entropyBytes);
    }

    private static int bits(Layer layer, TensorConfig config) {
        return config.format().isQuantized()
                ? config.format().bits()
                : layer.weight().type().bits();
    }

    private static ObjectNode json(Layer layer, TensorConfig config, QuantizedLayer quantized) {
        QuantError error = quantized.error();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", layer.name());
        node.put("bits", bits(layer, config));
        node.put("format", ConfigNames.of(config.format()));
        node.put("granularity", ConfigNames.of(config.granularity()));
        ConfigJson.put(node, "mse", error.mse());
        ConfigJson.put(node, "sqnr_db", error.sqnrDb());
        ConfigJson.put(node, "cosine", error.cosine());
        ConfigJson.put(node, "max_error", error.maxError());
        ConfigJson.put(node, "clipped", error.clippedShare());
        node.put("bytes", quantized.bytes());
        quantized.entropyBytes().ifPresent(bytes -> node.put("entropy_bytes", bytes));
        return node;
    }

    private static void row(TextTable table, Layer layer, TensorConfig config, QuantizedLayer quantized) {
        QuantError error = quantized.error();
        table.row(
                layer.name(),
                ConfigNames.of(config.format()) + (config.isHandMade() ? " *" : ""),
                bits(layer, config),
                config.format().isQuantized() ? ConfigNames.of(config.granularity()) : "",
                Figures.rounded(error.sqnrDb()),
                Figures.rounded(error.mse()),
                Figures.rounded(error.maxError()),
                Figures.percent(error.clippedShare()),
                quantized.bytes(),
                quantized.entropyBytes().isPresent() ? quantized.entropyBytes().getAsLong() : "");
    }
}
