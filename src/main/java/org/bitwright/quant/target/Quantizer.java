package org.bitwright.quant.target;

import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;

/** What rounds an activation while the network runs. A value. */
public sealed interface Quantizer {

    /**
     * To a grid that stands before the run.
     *
     * @param grid uniform integers, or 8-bit floats
     */
    record Static(Grid grid) implements Quantizer {
        public Static {
            if (!(grid instanceof UniformGrid) && !(grid instanceof FloatGrid)) {
                throw new IllegalArgumentException("activations have uniform or floating-point grids, not " + grid);
            }
        }
    }

    /**
     * To the asymmetric grid of 8 bits that ONNX's DynamicQuantizeLinear finds for the values of each run. Convolutions
     * and matrix products take what was rounded; whatever else takes the value takes it as it was computed.
     */
    record Dynamic() implements Quantizer {}

    static Quantizer of(Grid grid) {
        return new Static(grid);
    }

    static Quantizer dynamic() {
        return new Dynamic();
    }
}
