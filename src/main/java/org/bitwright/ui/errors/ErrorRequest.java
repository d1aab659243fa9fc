package org.bitwright.ui.errors;

import org.bitwright.quant.ErrorUnit;
import org.bitwright.quant.QuantizedLayer;

/**
 * What shall be shown.
 *
 * @param name of the layer
 * @param layer its exact errors
 * @param channel or −1 for all
 * @param zoom part of ±max|e| that the distribution covers, 0…1
 * @param inSteps whether errors are wanted in steps, where the grids have them
 */
record ErrorRequest(String name, QuantizedLayer layer, int channel, ErrorPlotKind plot, double zoom, boolean inSteps) {

    /** Whether both are about the same numbers, whatever part of them is shown. */
    boolean isOfSameLayer(ErrorRequest other) {
        return name.equals(other.name) && layer == other.layer;
    }

    ErrorUnit unit(boolean hasSteps) {
        return inSteps && hasSteps ? ErrorUnit.STEP : ErrorUnit.VALUE;
    }
}
