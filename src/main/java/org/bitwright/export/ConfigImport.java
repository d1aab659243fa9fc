package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.export.ConfigFile.LayerEntry;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/**
 * A configuration file put on a model.
 *
 * @param config choices for the layers of the model; layers that the file does not name stay float
 * @param sameModel whether the file was written for this very model
 * @param differences what did not fit, one sentence each
 */
public record ConfigImport(QuantConfig config, boolean sameModel, List<String> differences) {
    public ConfigImport {
        differences = List.copyOf(differences);
    }

    /**
     * Matches layers by name. On the model that the file was written for, every layer gets the very scales and zero
     * points of the file: where a calibrator finds other ones today, the layer's ranges become hand-made.
     */
    public static ConfigImport onto(OnnxDocument document, LayerSource layers, ConfigFile file, CancelToken cancel)
            throws IOException {
        Model model = document.model();
        boolean sameModel = document.digest().equals(file.modelDigest());
        List<String> differences = new ArrayList<>();
        if (!sameModel) {
            differences.add("it was written for another model (" + file.modelFile() + ", SHA-256 "
                    + abbreviated(file.modelDigest()) + "; this is " + model.fileName() + ", "
                    + abbreviated(document.digest()) + "): layers are matched by name, ranges found anew");
        }
        Map<String, TensorConfig> choices = new LinkedHashMap<>();
        for (LayerEntry entry : file.layers()) {
            Layer layer = model.layer(entry.name()).orElse(null);
            if (layer == null) {
                differences.add("layer '" + entry.name() + "' is not in this model");
                continue;
            }
            TensorConfig choice = fitting(layer, entry, differences);
            choices.put(layer.name(), sameModel ? withGridsOf(entry, layer, choice, layers, cancel) : choice);
        }
        model.layers().stream()
                .filter(layer -> !choices.containsKey(layer.name()))
                .forEach(layer -> differences.add("layer '" + layer.name() + "' is not in the file and stays float"));
        return new ConfigImport(QuantConfig.of(choices), sameModel, differences);
    }

    private static String abbreviated(String digest) {
        return digest.substring(0, Math.min(12, digest.length())) + "…";
    }

    private static TensorConfig fitting(Layer layer, LayerEntry entry, List<String> differences) {
        TensorConfig choice = entry.config();
        if (!layer.weight().shape().equals(entry.shape())) {
            differences.add("layer '" + layer.name() + "' has shape "
                    + layer.weight().shape() + ", in the file " + entry.shape()
                    + (choice.isHandMade() ? ": its ranges set by hand are dropped" : ""));
            choice = choice.withoutManual();
        }
        if (!choice.fitting(layer).equals(choice)) {
            differences.add("layer '" + layer.name() + "' cannot be quantized per "
                    + (choice.granularity().isChannel() ? "channel" : "group") + " here: per tensor instead");
            choice = choice.fitting(layer);
        }
        int granules = GranuleLayout.of(layer, choice.granularity()).granules();
        if (choice.manual().keySet().stream().anyMatch(granule -> granule >= granules)) {
            differences.add("layer '" + layer.name() + "' has " + granules
                    + " scales, fewer than the file sets by hand: its ranges set by hand are dropped");
            choice = choice.withoutManual();
        }
        return choice;
    }

    private static TensorConfig withGridsOf(
            LayerEntry entry, Layer layer, TensorConfig choice, LayerSource layers, CancelToken cancel)
            throws IOException {
        if (entry.grids().isEmpty()) {
            return choice;
        }
        List<Grid> found = layers.quantized(layer, choice, cancel).grids();
        TensorConfig exact = choice;
        for (int granule = 0; granule < Math.min(found.size(), entry.grids().size()); granule++) {
            UniformGrid wanted = entry.grids().get(granule);
            if (!wanted.equals(found.get(granule))) {
                exact = exact.withManual(granule, ManualGrid.ofGrid(wanted));
            }
        }
        return exact;
    }
}
