package org.bitwright.quant;

import java.util.Arrays;
import java.util.List;

/** The grids of neighbouring places, one value a place, as the innermost loops read them. */
final class LaneGrids {
    final float[] scale;
    /**
     * Lowest and highest number of steps, with {@link LaneLoops#ROUNDING} added: they clamp the sum before rounding. Of
     * {@link SignGrids} the lowest is the threshold, and α the scale.
     */
    final float[] lowest;

    final float[] highest;
    /** The values beyond which a place clips. */
    final float[] lowEnd;

    final float[] highEnd;
    private final Grid[] grids;

    LaneGrids(int width) {
        grids = new Grid[width];
        scale = new float[width];
        lowest = new float[width];
        highest = new float[width];
        lowEnd = new float[width];
        highEnd = new float[width];
    }

    /** Sets the places {@code from … to − 1} to what a group says. */
    void use(int from, int to, GroupGrids groups, int group) {
        Arrays.fill(scale, from, to, groups.scale[group]);
        Arrays.fill(lowest, from, to, groups.lowest[group]);
        Arrays.fill(highest, from, to, groups.highest[group]);
        Arrays.fill(lowEnd, from, to, groups.lowEnd[group]);
        Arrays.fill(highEnd, from, to, groups.highEnd[group]);
    }

    /**
     * Sets the grids of all places to those of a list from {@code from} on; gives the path that fits all of them. For
     * {@link KernelPath#SCALAR} they are to be set one by one.
     */
    KernelPath use(List<Grid> list, int from) {
        Grid first = list.get(from);
        KernelPath path = KernelPath.ofKind(first);
        grids[0] = first;
        if (first instanceof UniformGrid) {
            return useUniform(list, from) ? path : KernelPath.SCALAR;
        }
        if (first instanceof FloatGrid floats && path != KernelPath.SCALAR) {
            return useFloats(floats, list, from) ? path : KernelPath.SCALAR;
        }
        if (path == KernelPath.SIGNS) {
            return useSigns(list, from) ? path : KernelPath.SCALAR;
        }
        for (int j = 0; j < scale.length && path != KernelPath.SCALAR; j++) {
            Grid grid = list.get(from + j);
            if (KernelPath.isAlike(first, grid)) {
                use(j, grid);
            } else {
                path = KernelPath.SCALAR;
            }
        }
        return path;
    }

    private boolean useUniform(List<Grid> list, int from) {
        if (!GroupGrids.putUniform(list, from, scale, lowest, highest, scale.length)) {
            return false;
        }
        GroupGrids.setEndsBySteps(scale, lowest, highest, lowEnd, highEnd, scale.length);
        return true;
    }

    private boolean useFloats(FloatGrid first, List<Grid> list, int from) {
        if (!GroupGrids.putFloats(first, list, from, scale, scale.length)) {
            return false;
        }
        float most = first.type().max();
        GroupGrids.setEnds(-most, most, scale, lowEnd, highEnd, scale.length);
        return true;
    }

    private boolean useSigns(List<Grid> list, int from) {
        if (!SignGrids.put(list, from, scale, lowest, scale.length)) {
            return false;
        }
        GroupGrids.setEnds(-1, 1, scale, lowEnd, highEnd, scale.length);
        return true;
    }

    /** Sets the grids of all places one by one. */
    void useEach(Grid[] each) {
        for (int j = 0; j < each.length; j++) {
            use(j, each[j]);
        }
    }

    /** Sets the grid of a place. */
    void use(int place, Grid grid) {
        ReachableEnds ends = ReachableEnds.of(grid);
        grids[place] = grid;
        lowEnd[place] = ends.low();
        highEnd[place] = ends.high();
        if (grid instanceof UniformGrid uniform) {
            scale[place] = uniform.scale();
            lowest[place] = uniform.lowestSteps() + LaneLoops.ROUNDING;
            highest[place] = uniform.highestSteps() + LaneLoops.ROUNDING;
        } else if (grid instanceof FloatGrid floats) {
            scale[place] = floats.scale();
        } else if (grid instanceof NvFp4Grid block) {
            scale[place] = block.scale();
        } else if (grid instanceof TableGrid table) {
            scale[place] = table.scale();
        } else if (SignGrids.has(grid)) {
            scale[place] = grid.reachableMax();
            lowest[place] = SignGrids.threshold(grid);
        }
    }

    int width() {
        return grids.length;
    }

    Grid grid(int place) {
        return grids[place];
    }

    boolean clips(int place, float x) {
        return x < lowEnd[place] || x > highEnd[place];
    }
}
