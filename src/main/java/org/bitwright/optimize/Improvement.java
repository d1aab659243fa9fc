package org.bitwright.optimize;

import java.util.List;
import org.bitwright.quant.QuantConfig;

/**
 * What an improvement found.
 *
 * @param config the configuration with it: overlays for equalization and bias correction, assigned codes for learned
 *     rounding and error feedback
 * @param layers one for each layer that was asked for, in the order of the network
 */
public record Improvement(ImprovementKind kind, QuantConfig config, List<ImprovedLayer> layers) {
    public Improvement {
        layers = List.copyOf(layers);
    }
}
