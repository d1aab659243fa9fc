package org.bitwright.ui.histogram;

import org.bitwright.quant.Grid;
import org.bitwright.quant.TernaryGrid;

/**
 * The levels of a grid with the borders between the values that go to each, wherever they lie. The outermost cells are
 * drawn as wide outwards as inwards.
 *
 * @param grid whose levels can be listed
 */
record GridLevels(Grid grid) {

    /** Whether there is more than one place to tell apart. */
    static boolean canBeDrawn(Grid grid) {
        return grid.levels() > 1 && grid.reachableMax() > grid.reachableMin();
    }

    int size() {
        return grid.levels();
    }

    double level(int index) {
        return grid.level(index);
    }

    /** The lower border of level {@code index}; of the number of levels, the upper border of the last. */
    double border(int index) {
        int last = size() - 1;
        if (index == 0) {
            return 2 * level(0) - border(1);
        }
        if (index > last) {
            return 2 * level(last) - border(last);
        }
        if (grid instanceof TernaryGrid ternary) {
            return index == 1 ? -ternary.threshold() : ternary.threshold();
        }
        return (level(index - 1) + level(index)) / 2;
    }

    /** The first level that is not below {@code value}; the number of levels where all are. */
    int from(double value) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (level(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
