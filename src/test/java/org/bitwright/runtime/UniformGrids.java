package org.bitwright.runtime;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.quant.Grid;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;

/** Grids of integers of every scheme, for tests of how they are simulated. */
final class UniformGrids {
    /** Of usual and of extreme size; a power of two, and some that are no finite binary fractions. */
    static final float[] SCALES = {0.1f, 1 / 3f, 0.125f, 1e-30f, Float.MIN_NORMAL, 3e20f};

    private UniformGrids() {}

    /** Every scheme at these widths, with its zero point at both ends and between them; scales take turns. */
    static List<Grid> of(int... widths) {
        List<Grid> grids = new ArrayList<>();
        for (int bits : widths) {
            for (Scheme scheme : Scheme.values()) {
                int qmin = scheme.qmin(bits);
                int qmax = scheme.qmax(bits);
                float scale = SCALES[grids.size() % SCALES.length];
                for (int zeroPoint : scheme.hasZeroPoint() ? new int[] {qmin, qmax / 3, qmax} : new int[] {0}) {
                    grids.add(new UniformGrid(scale, zeroPoint, qmin, qmax));
                }
            }
        }
        return grids;
    }
}
