package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;

/** What changed the weights of a layer, in the user's words. */
public final class ChangedTexts {
    private static final Map<String, String> KEYS = Map.of(
            "fold", "changed.fold",
            "equalize", "changed.equalize",
            "bias-correction", "changed.biasCorrection",
            "adaround", "changed.adaround",
            "gptq", "changed.gptq",
            "training", "changed.training");

    private ChangedTexts() {}

    /** Whether a layer has other float weights than the model's, or codes that were not rounded one by one. */
    public static boolean isChanged(TensorConfig config) {
        return config.overlay().isPresent() || config.rounding() instanceof Rounding.Assigned;
    }

    /** What was done to the layer; empty where nothing was. */
    public static String of(TensorConfig config) {
        List<String> lines = new ArrayList<>();
        config.overlay().ifPresent(overlay -> lines.add(Texts.get("changed.overlay", origin(overlay.origin()))));
        if (config.rounding() instanceof Rounding.Assigned assigned) {
            lines.add(Texts.get("changed.assigned", origin(assigned.codes().origin())));
        }
        return String.join("\n", lines);
    }

    /** The name of an improvement, to stand alone. */
    public static String improvement(String id) {
        String name = origin(id);
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Stable names joined by + in words; a name that this version does not know stays as it is. */
    static String origin(String names) {
        return Arrays.stream(names.split("\\+"))
                .map(name -> KEYS.containsKey(name) ? Texts.get(KEYS.get(name)) : name)
                .collect(Collectors.joining(" + "));
    }
}
