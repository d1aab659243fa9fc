package org.bitwright.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;

/**
 * Bitwright's own configuration, described by {@code config.schema.json} beside this class: every tensor's and
 * activation's choices and the exact scales and zero points that they led to.
 */
final class ConfigExport implements Exporter {
    static final String FORMAT = "bitwright-config";
    static final int VERSION = 3;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ObjectNode root = document(source, cancel);
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        if (json.length > ConfigFile.MAX_BYTES) {
            throw new ToldException(Phrase.of(
                    "cannot write '%s': the configuration would be over 1 GiB, which could not be read again; a project keeps its changed weights instead",
                    file));
        }
        AtomicFile.write(file, out -> {
            out.write(json);
            out.write('\n');
        });
        return List.of();
    }

    static ObjectNode document(ExportSource source, CancelToken cancel) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        root.put("tool", ToolVersion.text());
        ObjectNode model = root.putObject("model");
        model.put("file", source.model().fileName());
        model.put("sha256", source.document().digest());
        source.preprocessing().ifPresent(p -> PreprocessingJson.put(root.putObject("preprocessing"), p));
        ChangedWeights changed = new ChangedWeights();
        ArrayNode layers = root.putArray("layers");
        for (Layer layer : source.model().layers()) {
            layers.add(layer(layer, source.config().of(layer.name()), source.quantized(layer, cancel), changed));
        }
        root.put("target", source.config().target().id());
        root.set("activations", activations(source));
        changed.putTable(root);
        source.check().filter(CheckSet::calibration).ifPresent(set -> {
            ObjectNode calibration = root.putObject("calibration");
            calibration.put("data", set.data().name());
            calibration.put("sha256", set.data().digest());
            calibration.put("samples", set.samples());
        });
        source.results().ifPresent(results -> root.set("results", results(results)));
        return root;
    }

    private static ObjectNode layer(
            Layer layer, TensorConfig config, QuantizedLayer quantized, ChangedWeights changed) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", layer.name());
        node.put("op", layer.op());
        node.put("weight", layer.weight().name());
        ArrayNode shape = node.putArray("shape");
        Arrays.stream(layer.weight().shape().toArray()).forEach(shape::add);
        ConfigJson.put(node, config, changed);
        if (config.format().isQuantized()) {
            if (config.granularity().isChannel()) {
                layer.channelAxis().ifPresent(axis -> node.put("axis", axis));
            }
            if (config.granularity().isGroup()) {
                layer.inputAxis().ifPresent(axis -> node.put("axis", axis));
            }
            GridJson.put(node, config.format(), quantized.grids());
        }
        node.put("bytes", quantized.bytes());
        quantized.entropyBytes().ifPresent(bytes -> node.put("entropy_bytes", bytes));
        node.set("error", error(quantized.error()));
        return node;
    }

    /** Every activation that was chosen to be quantized, or that carries the parameters of one that is. */
    private static ArrayNode activations(ExportSource source) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Edge edge : source.model().edges()) {
            ActivationConfig choice = source.config().activation(edge.name());
            Optional<Quantizer> own =
                    Optional.ofNullable(source.plan().quantizers().get(edge.name()));
            Optional<Quantizer> carried =
                    Optional.ofNullable(source.plan().carried().get(edge.name()));
            if (choice.isQuantized() || carried.isPresent()) {
                ObjectNode node = list.addObject();
                node.put("name", edge.name());
                ActivationJson.put(node, choice);
                node.put("place", own.isPresent() ? "rounded" : carried.isPresent() ? "carried" : "folded");
                own.or(() -> carried)
                        .filter(Quantizer.Static.class::isInstance)
                        .map(quantizer -> ((Quantizer.Static) quantizer).grid())
                        .ifPresent(grid -> ActivationJson.put(node, grid));
            }
        }
        return list;
    }

    private static ObjectNode error(QuantError error) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ConfigJson.put(node, "mse", error.mse());
        ConfigJson.put(node, "sqnr_db", error.sqnrDb());
        ConfigJson.put(node, "cosine", error.cosine());
        ConfigJson.put(node, "max_error", error.maxError());
        ConfigJson.put(node, "clipped", error.clippedShare());
        return node;
    }

    private static ObjectNode results(ConfigResults results) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("data", results.dataName());
        node.put("sha256", results.dataDigest());
        node.put("samples", results.samples());
        putAccuracy(node, "float", results.floatAccuracy());
        putAccuracy(node, "quantized", results.accuracy());
        ConfigJson.put(node, "agreement", results.agreement());
        ConfigJson.put(node, "output_sqnr_db", results.outputSqnrDb().orElse(Double.NaN));
        ConfigJson.put(node, "output_cosine", results.outputCosine().orElse(Double.NaN));
        return node;
    }

    private static void putAccuracy(ObjectNode into, String name, Optional<Accuracy> accuracy) {
        accuracy.ifPresent(value -> into.set(name, accuracy(value)));
    }

    private static ObjectNode accuracy(Accuracy accuracy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ConfigJson.put(node, "top1", accuracy.top1());
        node.put("correct", accuracy.correct());
        node.put("samples", accuracy.samples());
        ConfigJson.put(node, "low", accuracy.low());
        ConfigJson.put(node, "high", accuracy.high());
        return node;
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
