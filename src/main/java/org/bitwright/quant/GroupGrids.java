package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grids of neighbouring groups of consecutive values, one number a group, as the innermost loops read them. The group
 * of value number i is {@code i >> shift}.
 */
final class GroupGrids {
    /** Of the shift: all values in one group. */
    private static final int ONE_GROUP = Integer.SIZE - 1;

    /** Ends of grids with such scales, times {@link ReachableEnds#TOLERANCE}, are not subnormal. */
    private static final float LEAST_SCALE = 1e-30f;

    final float[] scale;
    /** As in {@link LaneGrids}. */
    final float[] lowest;

    final float[] highest;
    final float[] lowEnd;
    final float[] highEnd;
    final int shift;
    private KernelPath path = KernelPath.SCALAR;
    private boolean alikeButForScales;
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

    /** Room for the groups that {@code values} values touch. */
    static GroupGrids ofGroups(int values, int shift) {
        return new GroupGrids((values >> shift) + 2, shift);
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

    /** Whether these are uniform grids with the same steps on both sides of 0, whose scales are far from underflow. */
    boolean isAlikeButForScales() {
        return alikeButForScales;
    }

    boolean isOne() {
        return shift == ONE_GROUP;
    }

    /** Takes up one grid, on which the caller decides the path. */
    void use(Grid grid) {
        if (!grid.equals(first)) {
            use(List.of(grid), 0, 1);
        }
    }

    /** Takes up the grids {@code from … from + count − 1} of a list. */
    void use(List<Grid> grids, int from, int count) {
        version++;
        alikeButForScales = false;
        first = grids.get(from);
        path = KernelPath.ofKind(first);
        boolean isAlike;
        if (first instanceof UniformGrid) {
            isAlike = useUniform(grids, from, count);
        } else if (first instanceof FloatGrid floats) {
            isAlike = putFloats(floats, grids, from, scale, count);
            setEnds(-floats.type().max(), floats.type().max(), count);
        } else if (first instanceof NvFp4Grid) {
            isAlike = useBlocks(grids, from, count);
            setEnds(-FloatType.E2M1.max(), FloatType.E2M1.max(), count);
        } else if (SignGrids.has(first)) {
            isAlike = SignGrids.put(grids, from, scale, lowest, count);
            setEnds(-1, 1, count);
        } else {
            isAlike = first instanceof TableGrid table && useTables(table.table(), grids, from, count);
        }
        if (!isAlike) {
            path = KernelPath.SCALAR;
        }
    }

    private boolean useUniform(List<Grid> grids, int from, int count) {
        if (!putUniform(grids, from, scale, lowest, highest, count)) {
            return false;
        }
        setEndsBySteps(scale, lowest, highest, lowEnd, highEnd, count);
        alikeButForScales = isAlikeButForScales(count);
        return true;
    }

    /** The numbers of {@code count} grids from {@code from} on, if all of them are uniform. */
    static boolean putUniform(List<Grid> grids, int from, float[] scale, float[] lowest, float[] highest, int count) {
        if (grids.get(from) instanceof UniformGrid first
                && grids instanceof GridList list
                && list.copyScales(from, scale, count)) {
            Arrays.fill(lowest, 0, count, first.lowestSteps() + LaneLoops.ROUNDING);
            Arrays.fill(highest, 0, count, first.highestSteps() + LaneLoops.ROUNDING);
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (!(grids.get(from + i) instanceof UniformGrid grid)) {
                return false;
            }
            scale[i] = grid.scale();
            lowest[i] = grid.lowestSteps() + LaneLoops.ROUNDING;
            highest[i] = grid.highestSteps() + LaneLoops.ROUNDING;
        }
        return true;
    }

    private boolean isAlikeButForScales(int count) {
        boolean isAlike = lowest[0] < LaneLoops.ROUNDING && highest[0] > LaneLoops.ROUNDING;
        for (int i = 0; i < count; i++) {
            isAlike &= scale[i] >= LEAST_SCALE && lowest[i] == lowest[0] && highest[i] == highest[0];
        }
        return isAlike;
    }

    /** The scales of {@code count} grids from {@code from} on, if all of them are floating-point ones of a kind. */
    static boolean putFloats(FloatGrid kind, List<Grid> grids, int from, float[] scale, int count) {
        if (grids instanceof GridList list && list.copyScales(from, scale, count)) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (!(grids.get(from + i) instanceof FloatGrid grid) || !GridList.isAlikeButForScale(kind, grid)) {
                return false;
            }
            scale[i] = grid.scale();
        }
        return true;
    }

    private boolean useBlocks(List<Grid> grids, int from, int count) {
        if (grids instanceof GridList list && list.copyScales(from, scale, count)) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (!(grids.get(from + i) instanceof NvFp4Grid grid) || grid.isUnderflow()) {
                return false;
            }
            scale[i] = grid.scale();
        }
        return true;
    }

    private boolean useTables(LevelTable table, List<Grid> grids, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (!(grids.get(from + i) instanceof TableGrid grid) || grid.table() != table) {
                return false;
            }
            scale[i] = grid.scale();
        }
        setEnds(table.level(0), table.level(table.size() - 1), count);
        return true;
    }

    /** {@link ReachableEnds} in float32: in loops of their own, which become vectors. */
    static void setEndsBySteps(
            float[] scale, float[] lowest, float[] highest, float[] lowEnd, float[] highEnd, int count) {
        for (int i = 0; i < count; i++) {
            float low = (LaneLoops.ROUNDING - lowest[i]) * scale[i];
            float high = (highest[i] - LaneLoops.ROUNDING) * scale[i];
            lowEnd[i] = -(low + low * ReachableEnds.TOLERANCE);
            highEnd[i] = high + high * ReachableEnds.TOLERANCE;
        }
    }

    private void setEnds(float least, float most, int count) {
        setEnds(least, most, scale, lowEnd, highEnd, count);
    }

    /** The ends of grids that reach from {@code least} to {@code most} at scale 1. */
    static void setEnds(float least, float most, float[] scale, float[] lowEnd, float[] highEnd, int count) {
        for (int i = 0; i < count; i++) {
            float low = -least * scale[i];
            float high = most * scale[i];
            lowEnd[i] = -(low + low * ReachableEnds.TOLERANCE);
            highEnd[i] = high + high * ReachableEnds.TOLERANCE;
        }
    }
}
