package org.bitwright.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.export.ConfigFile.LayerEntry;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.task.CancelToken;

/**
 * A configuration file put on a model.
 *
 * @param config choices for the layers of the model; layers that the file does not name stay float
 * @param sameModel whether the file was written for this very model
 * @param differences what did not fit, one sentence each
 */
public record ConfigImport(QuantConfig config, boolean sameModel, List<Phrase> differences) {
    public ConfigImport {
        differences = List.copyOf(differences);
    }

    /**
     * Matches layers by name. On the model that the file was written for, every layer gets the very grids of the file:
     * where a calibrator finds other ones today, the layer's ranges become hand-made. Formats that define their own
     * scales or centroids cannot be set by hand: if they come out otherwise today, that is a difference. Changed weights
     * and assigned codes belong to that model alone.
     *
     * @param planner tells what choices for activations come to today
     */
    public static ConfigImport onto(
            OnnxDocument document, LayerSource layers, Planner planner, ConfigFile file, CancelToken cancel)
            throws IOException {
        Model model = document.model();
        boolean sameModel = document.digest().equals(file.modelDigest());
        List<Phrase> differences = new ArrayList<>();
        if (!sameModel) {
            differences.add(Phrase.of(
                    "it was written for another model (%s, SHA-256 %s; this is %s, %s): layers are matched by name, ranges"
                            + " found anew",
                    file.modelFile(),
                    abbreviated(file.modelDigest()),
                    model.fileName(),
                    abbreviated(document.digest())));
        }
        Map<String, TensorConfig> choices = new LinkedHashMap<>();
        for (LayerEntry entry : file.layers()) {
            Layer layer = model.layer(entry.name()).orElse(null);
            if (layer == null) {
                differences.add(Phrase.of("layer '%s' is not in this model", entry.name()));
                continue;
            }
            TensorConfig choice = withoutForeignChanges(document, layer, entry.config(), sameModel, differences);
            choice = fitting(layer, entry, choice, differences);
            choices.put(
                    layer.name(), sameModel ? withGridsOf(entry, layer, choice, layers, differences, cancel) : choice);
        }
        model.layers().stream()
                .filter(layer -> !choices.containsKey(layer.name()))
                .forEach(layer ->
                        differences.add(Phrase.of("layer '%s' is not in the file and stays float", layer.name())));
        EdgeImport edges = EdgeImport.onto(model, file, differences);
        QuantConfig config = QuantConfig.of(choices, edges.choices(), file.target());
        return new ConfigImport(
                sameModel ? edges.withGridsOfFile(config, planner, differences) : config, sameModel, differences);
    }

    /** The same where nothing is known of activations: each has the file's grid set by hand. */
    public static ConfigImport onto(OnnxDocument document, LayerSource layers, ConfigFile file, CancelToken cancel)
            throws IOException {
        return onto(document, layers, config -> ActivationPlan.none(), file, cancel);
    }

    /** Tells what the choices of a configuration for activations come to. */
    @FunctionalInterface
    public interface Planner {
        ActivationPlan plan(QuantConfig config) throws IOException;
    }

    private static String abbreviated(String digest) {
        return digest.substring(0, Math.min(12, digest.length())) + "…";
    }

    private static TensorConfig withoutForeignChanges(
            OnnxDocument document, Layer layer, TensorConfig config, boolean sameModel, List<Phrase> differences) {
        boolean changed = config.overlay().isPresent() || config.rounding() instanceof Rounding.Assigned;
        Optional<Phrase> misfit = sameModel
                ? ChangeFit.misfit(document, layer, config)
                : Optional.of(Phrase.of("they belong to the other model"));
        if (!changed || misfit.isEmpty()) {
            return config;
        }
        differences.add(Phrase.of(
                "layer '%s' has changed weights or assigned codes in the file, which are dropped: %s",
                layer.name(), misfit.get()));
        TensorConfig plain = config.withOverlay(Optional.empty());
        return plain.rounding() instanceof Rounding.Assigned ? plain.withRounding(Rounding.HALF_EVEN) : plain;
    }

    private static TensorConfig fitting(Layer layer, LayerEntry entry, TensorConfig config, List<Phrase> differences) {
        TensorConfig choice = config;
        if (!layer.weight().shape().equals(entry.shape())) {
            differences.add(Phrase.of(
                    "layer '%s' has shape %s, in the file %s%s",
                    layer.name(),
                    layer.weight().shape(),
                    entry.shape(),
                    choice.isHandMade() ? Phrase.of(": its ranges set by hand are dropped") : Phrase.NONE));
            choice = choice.withoutManual();
        }
        if (!choice.fitting(layer).equals(choice)) {
            differences.add(
                    choice.granularity().isChannel()
                            ? Phrase.of(
                                    "layer '%s' cannot be quantized per channel here: per tensor instead", layer.name())
                            : Phrase.of(
                                    "layer '%s' cannot be quantized per group here: per tensor instead", layer.name()));
            choice = choice.fitting(layer);
        }
        int granules = GranuleLayout.of(layer, choice.granularity()).granules();
        if (choice.manual().keySet().stream().anyMatch(granule -> granule >= granules)) {
            differences.add(Phrase.of(
                    "layer '%s' has %s scales, fewer than the file sets by hand: its ranges set by hand are dropped",
                    layer.name(), granules));
            choice = choice.withoutManual();
        }
        return choice;
    }

    private static TensorConfig withGridsOf(
            LayerEntry entry,
            Layer layer,
            TensorConfig choice,
            LayerSource layers,
            List<Phrase> differences,
            CancelToken cancel)
            throws IOException {
        if (entry.grids().isEmpty()) {
            return choice;
        }
        List<Grid> found = layers.quantized(layer, choice, cancel).grids();
        if (found.size() != entry.grids().size()) {
            differences.add(Phrase.of(
                    "layer '%s' has %s scales, in the file %s: they are found anew",
                    layer.name(), found.size(), entry.grids().size()));
            return choice;
        }
        FileGrids exact = FileGrids.of(choice, entry.grids(), found);
        if (exact.different() > 0) {
            differences.add(Phrase.of(
                    "layer '%s': %s of %s scales or codebooks come out otherwise than in the file, so that its numbers"
                            + " differ",
                    layer.name(), exact.different(), found.size()));
        }
        return exact.config();
    }
}
