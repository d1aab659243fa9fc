package org.bitwright.ui.common;

import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;

/** Bits of a weight on average, of codes alone. */
public final class AverageBits {
    private AverageBits() {}

    public static double of(Model model, QuantConfig config) {
        long weights = 0;
        double bits = 0;
        for (Layer layer : model.layers()) {
            weights += layer.parameters();
            bits += (double) layer.parameters()
                    * config.of(layer.name()).format().bits();
        }
        return weights == 0 ? 0 : bits / weights;
    }
}
