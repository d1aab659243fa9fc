package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Groups whose grids differ in scales only take a shorter loop as long as nothing is clipped: one value among many that
 * lies a few units in the last place about an end must be counted as clipped, or not, all the same.
 */
class GroupEndsTest {
    private static final int VALUES = 1024;
    private static final int GROUP = 32;
    private static final int SCALES = 40;

    @ParameterizedTest
    @CsvSource({"-7, 7", "-8, 7", "-128, 127", "-1, 1", "-3, 3", "-2, 1", "-5, 10", "0, 15", "-9, 6", "-16, 11"})
    void countsWhatLiesBeyondAnEnd(int qmin, int qmax) {
        SplittableRandom random = new SplittableRandom(qmax - 1000L * qmin);
        int clipped = 0;
        for (int round = 0; round < SCALES; round++) {
            List<Grid> grids = grids(random, qmin, qmax);
            int place = random.nextInt(VALUES);
            UniformGrid grid = (UniformGrid) grids.get(place / GROUP);
            List<Float> values = new ArrayList<>();
            for (int units = -1; units <= 5; units++) {
                values.add(beyond(grid.reachableMax(), units));
                values.add(-beyond(-grid.reachableMin(), units));
            }
            clipped += check(grids, place, values);
        }
        assertThat(clipped).isPositive();
    }

    private static List<Grid> grids(SplittableRandom random, int qmin, int qmax) {
        List<Grid> grids = new ArrayList<>();
        for (int group = 0; group < VALUES / GROUP; group++) {
            grids.add(new UniformGrid((float) random.nextDouble(0.01, 0.04), 0, qmin, qmax));
        }
        return grids;
    }

    private static float beyond(float end, int units) {
        return end + units * Math.ulp(end);
    }

    /** Quantizes channels of zeros and one value each; gives the number of clipped values. */
    private static int check(List<Grid> grids, int place, List<Float> values) {
        float[] all = new float[values.size() * VALUES];
        List<Grid> ofChannels = new ArrayList<>();
        for (int channel = 0; channel < values.size(); channel++) {
            all[channel * VALUES + place] = values.get(channel);
            ofChannels.addAll(grids);
        }
        LayerWeights weights = Layers.grouped(0, 1, new long[] {values.size(), VALUES}, all);
        LayerGrids layerGrids = new LayerGrids(Granularity.group(GROUP), Rounding.HALF_EVEN, ofChannels);
        float[] into = new float[all.length];
        List<QuantError> errors = LayerQuantizer.valuesInto(weights, layerGrids, into, CancelToken.none());
        Grid grid = grids.get(place / GROUP);
        int clipped = 0;
        for (int channel = 0; channel < values.size(); channel++) {
            float value = values.get(channel);
            int expected = isBeyond(value, grid) ? 1 : 0;
            assertThat(errors.get(channel).clipped())
                    .as("%s of %s", value, grid)
                    .isEqualTo(expected);
            assertThat(into[channel * VALUES + place]).isEqualTo(grid.quantize(value));
            clipped += expected;
        }
        return clipped;
    }

    private static boolean isBeyond(float value, Grid grid) {
        return value < grid.reachableMin() + grid.reachableMin() * 0x1p-22f
                || value > grid.reachableMax() + grid.reachableMax() * 0x1p-22f;
    }
}
