package org.bitwright.analysis.sensitivity;

import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * A column of the heat map: what a layer is tried at.
 *
 * @param series of weights alone
 * @param bits a width that the series has
 */
public record SensitivityColumn(SweepSeries series, int bits) {
    public SensitivityColumn {
        if (series.part().hasActivations() || !series.has(bits)) {
            throw new RefusedException(Phrase.of("no weights of %s bits in %s", bits, series));
        }
    }

    /** The choice for a layer, on the weights that {@code present} has for it: its own or, say, equalized ones. */
    public TensorConfig config(Layer layer, QuantConfig present) {
        return series.at(bits)
                .withOverlay(present.of(layer.name()).baseOverlay())
                .fitting(layer);
    }
}
