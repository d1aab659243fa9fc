package org.bitwright.training.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bitwright.quant.ChannelLayout;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;

class StraightThroughTest {

    @Test
    void gradientsPassUpToHalfAStepBeyondTheEnds() {
        // Codes −8 … 7 at 0.5: −4 … 3.5. As PyTorch has it, what rounds to an end is not clipped.
        float[] x = {-4.3f, -4.25f, -4, 0, 3.5f, 3.75f, 3.8f, 100};
        float[] gradient = {1, 2, 3, 4, 5, 6, 7, 8};

        pass(x, gradient, new UniformGrid(0.5f, 0, -8, 7));

        assertThat(gradient).containsExactly(0, 2, 3, 4, 5, 6, 0, 0);
    }

    @Test
    void zeroPointsMoveTheEnds() {
        // Codes 0 … 15 around 3 at 1: −3 … 12.
        float[] x = {-3.6f, -3.5f, 12.5f, 12.6f};
        float[] gradient = {-1, -1, -1, -1};

        pass(x, gradient, new UniformGrid(1, 3, 0, 15));

        assertThat(gradient).containsExactly(-0f, -1, -1, -0f);
    }

    @Test
    void floatsAreClippedWhereTheyWouldRoundBeyondTheirGreatest() {
        // E4M3: 448, 416 below it: half a step is 16.
        float[] x = {465, 464, 448, -464, -465};
        float[] gradient = {1, 1, 1, 1, 1};

        pass(x, gradient, new FloatGrid(FloatType.E4M3FN, 1, true));

        assertThat(gradient).containsExactly(0, 1, 1, 1, 0);
    }

    @Test
    void theLeastDistanceBeyondAnEndCounts() {
        float end = 3.75f;
        float[] x = {Math.nextUp(end), end, Math.nextDown(end)};
        float[] gradient = {1, 1, 1};

        pass(x, gradient, new UniformGrid(0.5f, 0, -8, 7));

        assertThat(gradient).containsExactly(0, 1, 1);
    }

    @Test
    void everyGranuleHasItsOwnEnds() {
        List<Grid> grids = List.of(new UniformGrid(1, 0, -2, 1), new UniformGrid(10, 0, -2, 1));
        float[] runs = {3, 3};
        float[] columns = {3, 3, 1, 20};
        float[] ofRuns = {1, 1};
        float[] ofColumns = {1, 1, 1, 1};

        StraightThrough.pass(runs, ofRuns, new ChannelLayout(1, 2, 1), grids);
        StraightThrough.pass(columns, ofColumns, new ChannelLayout(2, 2, 1), grids);

        assertThat(ofRuns).containsExactly(0, 1);
        assertThat(ofColumns).containsExactly(0, 1, 1, 0);
        float[] wide = {3, 1, 3, 1};
        float[] ofWide = {1, 1, 1, 1};
        StraightThrough.pass(wide, ofWide, new ChannelLayout(1, 2, 2), grids);
        assertThat(ofWide).containsExactly(0, 1, 1, 1);
    }

    private static void pass(float[] x, float[] gradient, Grid grid) {
        StraightThrough.pass(x, gradient, 0, x.length, StraightThrough.Ends.of(grid));
    }
}
