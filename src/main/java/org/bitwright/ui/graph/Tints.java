package org.bitwright.ui.graph;

import java.util.OptionalDouble;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.QuantizedEdge;
import org.bitwright.ui.common.Sensitivities;

/** Measured figures as colours. */
final class Tints {
    private Tints() {}

    /** The error of a layer's weights. */
    static Tint error(LayerRow row) {
        return row.quantized()
                .map(layer -> error(layer.error()))
                .orElse(new Tint(Colouring.ERROR, OptionalDouble.empty(), "…"));
    }

    /** The error of an activation; nothing where it stays float or is not known. */
    static Tint error(EdgeRow row) {
        return row.quantized().flatMap(QuantizedEdge::error).map(Tints::error).orElse(Tint.NONE);
    }

    private static Tint error(QuantError error) {
        double db = error.sqnrDb();
        if (Double.isNaN(db) || Double.isInfinite(db)) {
            return Tint.NONE;
        }
        String about = error.exact() ? "" : "≈";
        return new Tint(Colouring.ERROR, OptionalDouble.of(Heat.share(db)), about + Numbers.decibels(db) + " dB");
    }

    /** What the network loses by a layer alone. */
    static Tint loss(LayerRow row, Sensitivities known) {
        return known.ofPresent(row)
                .flatMap(known::numbers)
                .map(numbers -> loss(numbers, known.usualMeasure()))
                .orElse(Tint.NONE);
    }

    private static Tint loss(SensitivityNumbers numbers, SensitivityMeasure measure) {
        double heat = measure.heat(numbers);
        return Double.isNaN(heat)
                ? Tint.NONE
                : new Tint(Colouring.SENSITIVITY, OptionalDouble.of(heat), measure.text(numbers) + unit(measure));
    }

    private static String unit(SensitivityMeasure measure) {
        return switch (measure) {
            case DROP -> " pp";
            case KL -> " mnat";
            case SQNR -> " dB";
        };
    }
}
