package org.bitwright.quant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grids of neighbouring groups of consecutive values, one number a group, as the innermost loops read them. The group
 * of value number i is {@code i >> shift}.
 */
final class GroupGrids {
    /** Of the shift: all values in one group. */
    private static final int ONE_GROUP = Integer.SIZE - 1;

    final float[] scale;
    /** As in {@link LaneGrids}. */
    final float[] lowest;

    final float[] highest;
    final float[] lowEnd;
    final float[] highEnd;
    final int shift;
    private KernelPath path = KernelPath.SCALAR;
    private int version;
    private @Nullable Grid first;

    private GroupGrids(int groups, int shift) {
        this.shift = shift;
        scale = new float[groups];
        lowest = new float[groups];
        highest = new float[groups];
        lowEnd = new float[groups];
        highEnd = new float[groups];
    }

    /** Room for the groups of {@code values} values. */
    static GroupGrids ofGroups(int values, int shift) {
        return new GroupGrids((values >> shift) + 1, shift);
    }

    /** Room for one grid for all values. */
    static GroupGrids ofOne() {
        return new GroupGrids(1, ONE_GROUP);
    }

    /** The path for all of the groups: {@link KernelPath#SCALAR} where they differ in more than numbers. */
    KernelPath path() {
        return path;
    }

    /** A grid that stands for the kind of all. */
    Grid kind() {
        return first == null ? new Grid.Identity() : first;
    }

    /** Changes whenever the grids do. */
    int version() {
        return version;
    }

    boolean isOne() {
        return shift == ONE_GROUP;
    }

    /** Takes up one grid, on which the caller decides the path. */
    void use(Grid grid) {
        if (!grid.equals(first)) {
            version++;
            first = grid;
            use(0, grid);
        }
    }

    /** Takes up the grids {@code from … from + count − 1} of a list. */
    void use(List<Grid> grids, int from, int count) {
        version++;
        first = grids.get(from);
        path = KernelPath.ofKind(first);
        for (int i = 0; i < count && path != KernelPath.SCALAR; i++) {
            Grid grid = grids.get(from + i);
            if (KernelPath.isAlike(first, grid)) {
                use(i, grid);
            } else {
                path = KernelPath.SCALAR;
            }
        }
    }

    private void use(int i, Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            scale[i] = uniform.scale();
            lowest[i] = uniform.lowestSteps() + LaneLoops.ROUNDING;
            highest[i] = uniform.highestSteps() + LaneLoops.ROUNDING;
        } else if (grid instanceof FloatGrid floats) {
            scale[i] = floats.scale();
        } else if (grid instanceof NvFp4Grid block) {
            scale[i] = block.scale();
        } else if (grid instanceof TableGrid table) {
            scale[i] = table.scale();
        }
        lowEnd[i] = ReachableEnds.low(grid);
        highEnd[i] = ReachableEnds.high(grid);
    }
}
