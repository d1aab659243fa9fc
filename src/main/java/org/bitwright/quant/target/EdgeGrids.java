package org.bitwright.quant.target;

import java.util.Optional;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Grid;

/** Finds the grids of activations, usually from statistics of calibration data. */
@FunctionalInterface
public interface EdgeGrids {

    /**
     * The grid that a static choice comes to by itself.
     *
     * @param choice quantized and static; a range that is set by hand does not come here
     * @return empty where the activation's values are not known
     */
    Optional<Grid> grid(String edge, ActivationConfig choice);

    /** Where nothing is known: only ranges that are set by hand hold. */
    static EdgeGrids unknown() {
        return (edge, choice) -> Optional.empty();
    }
}
