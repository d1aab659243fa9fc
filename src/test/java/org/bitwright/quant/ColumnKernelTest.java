package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns on both kinds of loops: the same sums bit by bit, and the counts and ends of the plain definition. */
class ColumnKernelTest {
    private static final int BEFORE = 5;

    @AfterEach
    void back() {
        System.clearProperty(VectorModule.PROPERTY);
    }

    /** Narrow and wide rows, whole vectors and not, more rows than are added in float32, few and many clipped values. */
    @ParameterizedTest
    @CsvSource({
        "17, 600, 4",
        "256, 40, 4",
        "1100, 600, 4",
        "1100, 600, 0.5",
        "1100, 600, 0.01",
        "2064, 13, 0.5",
        "3, 9, 0.5"
    })
    void columnsSumUpAlike(int columns, int rows, float end) {
        float[] values = Layers.gaussian(columns + rows, BEFORE + columns * rows, 0.2);
        List<LaneGrids> blocks = blocks(columns, end);
        KernelPath path = end >= 4 ? KernelPath.UNCLIPPED : KernelPath.CLAMPED;
        float[] into = new float[values.length];
        float[] plainInto = new float[values.length];
        ErrorSums sums = sums("true", values, into, blocks, path, columns, rows);
        assertSame(sums, sums("true", values, null, blocks, path, columns, rows));
        assertSame(sums, sums("false", values, plainInto, blocks, path, columns, rows));
        assertSame(sums, sums("false", values, null, blocks, path, columns, rows));
        assertThat(Arrays.equals(into, plainInto)).isTrue();
        for (int column = 0; column < columns; column++) {
            Grid grid = grid(column, end);
            double most = 0;
            int clipped = 0;
            int others = 0;
            for (int at = BEFORE + column; at < values.length; at += columns) {
                float rounded = grid.quantize(values[at]);
                others += into[at] == rounded ? 0 : 1;
                most = Math.max(most, Math.abs(rounded - values[at]));
                clipped += ReachableEnds.clips(grid, values[at]) ? 1 : 0;
            }
            assertThat(others).isZero();
            assertThat(sums.max[column]).isEqualTo(most);
            assertThat(sums.clipped[column]).isEqualTo(clipped);
        }
    }

    private static UniformGrid grid(int column, float end) {
        return new UniformGrid(end / 100 * (1 + column % 7 / 10f), column % 3, -128, 127);
    }

    private static List<LaneGrids> blocks(int columns, float end) {
        List<LaneGrids> blocks = new ArrayList<>();
        int width;
        for (int first = 0; first < columns; first += width) {
            width = Math.min(first == 0 ? LaneLoops.firstBlock(BEFORE) : LaneLoops.BLOCK, columns - first);
            LaneGrids block = new LaneGrids(width);
            for (int j = 0; j < width; j++) {
                block.use(j, grid(first + j, end));
            }
            blocks.add(block);
        }
        return blocks;
    }

    private static ErrorSums sums(
            String vectors,
            float[] values,
            float @Nullable [] into,
            List<LaneGrids> blocks,
            KernelPath path,
            int columns,
            int rows) {
        System.setProperty(VectorModule.PROPERTY, vectors);
        ColumnKernel kernel = new ColumnKernel(values, into, blocks, path, new ErrorSums(ColumnKernel.width(blocks)));
        int row = 0;
        for (; row + LaneLoops.ROWS <= rows; row += LaneLoops.ROWS) {
            kernel.quantizeRows(BEFORE + row * columns, columns);
        }
        for (; row < rows; row++) {
            kernel.quantizeRow(BEFORE + row * columns, columns);
        }
        return kernel.sums();
    }

    private static void assertSame(ErrorSums expected, ErrorSums actual) {
        assertThat(actual.error).isEqualTo(expected.error);
        assertThat(actual.product).isEqualTo(expected.product);
        assertThat(actual.max).isEqualTo(expected.max);
        assertThat(actual.clipError).isEqualTo(expected.clipError);
        assertThat(actual.clipped).isEqualTo(expected.clipped);
    }
}
