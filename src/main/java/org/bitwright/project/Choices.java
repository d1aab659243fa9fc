package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.bitwright.export.ConfigFiles;
import org.bitwright.export.ConfigImport;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.task.CancelToken;

/** Configurations that presets and files make of the present one, without making them the project's. */
public final class Choices {
    private final OnnxDocument document;
    private final ConfigHistory history;
    private final LayerCache layers;
    private final ActivationPlanning activations;

    Choices(OnnxDocument document, ConfigHistory history, LayerCache layers, ActivationPlanning activations) {
        this.document = document;
        this.history = history;
        this.layers = layers;
        this.activations = activations;
    }

    /** The present configuration with a preset on some layers; layers with ranges set by hand stay unless told. */
    public QuantConfig withPreset(Preset preset, Collection<String> names, boolean overwriteHandMade) {
        return Presets.apply(preset, document.model(), history.present(), names, overwriteHandMade);
    }

    /** The present configuration with a preset on the whole network; ranges set by hand stay unless told. */
    public QuantConfig withPreset(NetworkPreset preset, boolean overwriteHandMade) {
        return Presets.apply(preset, document.model(), history.present(), overwriteHandMade);
    }

    /**
     * Reads a configuration file, also one of AIMET or TensorRT, and puts it on this model. Ranges of activations are
     * compared with those of the calibration data where there are some.
     */
    public ConfigImport read(Path file, CancelToken cancel) throws IOException {
        return ConfigFiles.onto(
                document, layers, next -> activations.planIfPossible(next, cancel), history.present(), file, cancel);
    }
}
