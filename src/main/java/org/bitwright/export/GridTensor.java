package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;

/**
 * The grids of one tensor as files tell them that hold parameters without weights.
 *
 * @param name of the tensor in the model: a constant or an edge
 * @param label the tensor and its format in a user's words, such as {@code 'conv1' is nf4 per group:64}
 * @param bits of a code; 0 where there is no integer code
 * @param grids one a granule, in the order of the layout
 * @param layer whose weight it is; empty for an activation
 */
record GridTensor(
        String name, Phrase label, int bits, Granularity granularity, List<Grid> grids, Optional<Layer> layer) {

    /** Whether the values are integers times a scale. */
    boolean isUniform() {
        return bits > 0;
    }

    /** The grids of uniform integers. */
    List<UniformGrid> uniform() {
        return grids.stream().map(GridTensor::uniform).toList();
    }

    /** Whether codes have a sign. */
    boolean isSigned() {
        return uniform(grids.get(0)).qmin() < 0;
    }

    /** Whether the limits are narrower than those of integers of {@link #bits}. */
    boolean isNarrow() {
        return grids.get(0).levels() < 1 << bits;
    }

    /** Whether grids of this kind are integers times a scale; ternary ones are −1, 0 and 1 times α. */
    static boolean isUniform(Grid grid) {
        return grid instanceof UniformGrid || grid instanceof TernaryGrid;
    }

    static UniformGrid uniform(Grid grid) {
        if (grid instanceof TernaryGrid ternary) {
            // Where α is no scale, all codes are 0.
            return new UniformGrid(ternary.alpha() >= Float.MIN_NORMAL ? ternary.alpha() : 1, 0, -1, 1);
        }
        return (UniformGrid) grid;
    }
}
