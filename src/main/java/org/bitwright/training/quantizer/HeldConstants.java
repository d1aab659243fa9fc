package org.bitwright.training.quantizer;

import java.util.Set;
import java.util.TreeSet;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;

/**
 * Constants that training leaves as they are: gain, mean and variance of batch normalizations that were folded into the
 * layer before them. With another gain the runtimes that have no normalization could not leave it out any more; the layer's
 * own weights can do all that it could.
 */
public final class HeldConstants {
    private static final String NORMALIZATION = "BatchNormalization";

    /** Places among the inputs of a normalization. */
    private static final int GAIN = 1;

    private static final int MEAN = 3;
    private static final int VARIANCE = 4;

    private HeldConstants() {}

    /** Their names. */
    public static Set<String> of(Model model, QuantConfig config) {
        Set<String> held = new TreeSet<>();
        model.operators().stream()
                .filter(operator -> operator.type().equals(NORMALIZATION)
                        && operator.inputs().size() > VARIANCE)
                .filter(operator -> model.layers().stream()
                        .flatMap(layer -> config.of(layer.name()).overlay().stream())
                        .anyMatch(overlay -> isAll(overlay, operator.inputs().get(GAIN), 1)
                                && isAll(overlay, operator.inputs().get(MEAN), 0)))
                .forEach(operator -> {
                    held.add(operator.inputs().get(GAIN));
                    held.add(operator.inputs().get(MEAN));
                    held.add(operator.inputs().get(VARIANCE));
                });
        return held;
    }

    private static boolean isAll(WeightOverlay overlay, String constant, float value) {
        float[] values = overlay.values().get(constant);
        if (values == null) {
            return false;
        }
        for (float x : values) {
            if (x != value) {
                return false;
            }
        }
        return true;
    }
}
