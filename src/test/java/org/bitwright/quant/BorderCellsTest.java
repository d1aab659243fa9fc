package org.bitwright.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BorderCellsTest {

    @ParameterizedTest
    @ValueSource(ints = {65, 128, 255, 256})
    void everyValueGoesToTheNearestLevel(int size) {
        assumeTrue(VectorModule.isPresent());
        LevelTable table = unevenTable(size);
        BorderCells cells = table.borderCells().orElseThrow();
        float[] values = besideBordersAndBeyond(table);
        float[] found = new float[values.length];

        new VectorApiTable().lookUp(cells, values, 0, found, 0, values.length);

        for (int i = 0; i < values.length; i++) {
            assertThat(found[i]).as("of %s", values[i]).isEqualTo(table.level(table.nearest(values[i])));
        }
    }

    @Test
    void aCellHoldsOneBorderAtMost() {
        LevelTable.Bits table = unevenTable(256).bits();
        BorderCells cells = BorderCells.of(table).orElseThrow();

        int[] held = new int[cells.levels().length];
        for (float border : table.borders()) {
            held[cells.cell(border)]++;
        }
        assertThat(Arrays.stream(held).max().orElseThrow()).isEqualTo(1);
        assertThat(Arrays.stream(held).sum()).isEqualTo(255);
    }

    @Test
    void bordersThatNoCellsPartHaveNone() {
        float[] levels = new float[100];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = i < 50 ? i * 1e-6f : i;
        }

        assertThat(LevelTable.of(levels).borderCells()).isEmpty();
        assertThat(LevelTable.of(1f, 1f, 1f).borderCells()).isEmpty();
        assertThat(LevelTable.of(3f).borderCells()).isEmpty();
    }

    /** Levels at distances between 0.5 and 1.5. */
    private static LevelTable unevenTable(int size) {
        Random random = new Random(7);
        float[] levels = new float[size];
        float at = -size / 2f;
        for (int i = 0; i < size; i++) {
            levels[i] = at;
            at += 0.5f + random.nextFloat();
        }
        return LevelTable.of(levels);
    }

    private static float[] besideBordersAndBeyond(LevelTable table) {
        float[] values = new float[4096];
        Random random = new Random(11);
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() - 0.5f) * 3 * table.size();
        }
        for (int i = 0; i < table.size() - 1; i++) {
            values[3 * i] = table.border(i);
            values[3 * i + 1] = Math.nextUp(table.border(i));
            values[3 * i + 2] = Math.nextDown(table.border(i));
        }
        float[] far = {Float.MAX_VALUE, -Float.MAX_VALUE, 1e9f, -1e9f, 0f, -0f, Float.MIN_VALUE};
        System.arraycopy(far, 0, values, values.length - far.length, far.length);
        return values;
    }
}
