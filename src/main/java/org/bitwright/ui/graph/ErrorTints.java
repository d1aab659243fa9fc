package org.bitwright.ui.graph;

import java.util.OptionalDouble;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.QuantizedEdge;

/** Errors as colours: the scale of the layer table. */
final class ErrorTints {
    private ErrorTints() {}

    static Tint of(LayerRow row) {
        return row.quantized().map(layer -> of(layer.error())).orElse(new Tint(OptionalDouble.empty(), "…"));
    }

    /** Empty share where it stays float, or nothing is known. */
    static Tint of(EdgeRow row) {
        return row.quantized().flatMap(QuantizedEdge::error).map(ErrorTints::of).orElse(Tint.NONE);
    }

    private static Tint of(QuantError error) {
        double db = error.sqnrDb();
        if (Double.isNaN(db) || Double.isInfinite(db)) {
            return new Tint(OptionalDouble.empty(), "");
        }
        String about = error.exact() ? "" : "≈";
        return new Tint(OptionalDouble.of(Heat.share(db)), about + Numbers.decibels(db) + " dB");
    }
}
