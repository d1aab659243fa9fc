package org.bitwright.optimize;

import java.util.List;
import org.bitwright.quant.Grid;

/**
 * A layer's weight as a matrix with the grid of every entry.
 *
 * @param outputs number of rows: output channels
 * @param columns number of weights of one output channel
 * @param groups number of groups that the channels are parted into
 * @param weights outputs × columns, row-major, as are the others
 * @param grids of the granules
 * @param granules number of each entry's granule
 */
record RoundingMatrix(int outputs, int columns, int groups, float[] weights, List<Grid> grids, int[] granules) {
    RoundingMatrix {
        grids = List.copyOf(grids);
        if (weights.length != outputs * columns || granules.length != weights.length) {
            throw new IllegalArgumentException(
                    outputs + " × " + columns + " entries need as many weights and granules");
        }
    }

    Grid grid(int entry) {
        return grids.get(granules[entry]);
    }

    /** Number of output channels of one group. */
    int outputsOfGroup() {
        return outputs / groups;
    }
}
