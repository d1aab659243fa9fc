package org.bitwright.training.quantizer;

import java.util.Arrays;
import org.bitwright.model.Layer;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LevelTable;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TensorConfig;
import org.bitwright.training.RangeRule;

/**
 * Codebooks that follow the values: every {@value #STEPS} steps each centroid becomes the mean of the values that were nearest to it
 * (one round of k-means). Where so many values are 0 that they have a centroid to themselves, it stays 0, so that what was
 * pruned stays so. Fixed ones stay as k-means found them at the start.
 */
final class CodebookGrids implements WeightGrids {
    /** Steps between two rounds: centroids move by far less than their distance meanwhile. */
    static final int STEPS = 10;

    private final GranuleLayout layout;
    private final Granularity granularity;
    private final Rounding rounding;
    private final NumberFormat.Codebook format;
    private final boolean moves;
    private final float[][] levels;
    private LayerGrids grids;
    private int age;
    private int zeros;

    CodebookGrids(Layer layer, TensorConfig config, RangeRule rule, LayerGrids start) {
        this.layout = GranuleLayout.of(layer, config.granularity());
        this.granularity = config.granularity();
        this.rounding = config.rounding();
        this.format = (NumberFormat.Codebook) config.format();
        this.moves = rule != RangeRule.FIXED;
        this.levels = new float[start.size()][];
        for (int granule = 0; granule < levels.length; granule++) {
            Grid grid = start.get(granule);
            levels[granule] = new float[grid.levels()];
            for (int level = 0; level < grid.levels(); level++) {
                levels[granule][level] = grid.level(level);
            }
        }
        this.grids = start;
    }

    @Override
    public LayerGrids of(float[] master) {
        keepZeros(master);
        if (moves && ++age == STEPS) {
            age = 0;
            for (int granule = 0; granule < levels.length; granule++) {
                move(master, granule);
            }
            rebuild();
        }
        return grids;
    }

    /** Where values became 0, gives those that are many a level. */
    private void keepZeros(float[] master) {
        int now = 0;
        for (float x : master) {
            now += x == 0 ? 1 : 0;
        }
        if (now == zeros) {
            return;
        }
        zeros = now;
        int[] ofGranules = new int[levels.length];
        for (int i = 0; i < master.length; i++) {
            ofGranules[layout.granule(i)] += master[i] == 0 ? 1 : 0;
        }
        for (int granule = 0; granule < levels.length; granule++) {
            if (format.keepsZero(ofGranules[granule], layout.values(granule))) {
                levels[granule][grids.get(granule).encode(0)] = 0;
            }
        }
        rebuild();
    }

    private void rebuild() {
        Grid[] now = new Grid[levels.length];
        Arrays.setAll(now, granule -> new TableGrid(LevelTable.of(levels[granule]), 1));
        grids = new LayerGrids(granularity, rounding, Arrays.asList(now));
    }

    private void move(float[] master, int granule) {
        float[] centroids = levels[granule];
        double[] sums = new double[centroids.length];
        int[] counts = new int[centroids.length];
        int ofZero = 0;
        int values = layout.values(granule);
        Grid grid = grids.get(granule);
        for (int place = 0; place < values; place++) {
            float x = master[layout.index(granule, place)];
            int nearest = grid.encode(x);
            sums[nearest] += x;
            counts[nearest]++;
            ofZero += x == 0 ? 1 : 0;
        }
        int kept = format.keepsZero(ofZero, values) ? grid.encode(0) : -1;
        for (int c = 0; c < centroids.length; c++) {
            if (c == kept) {
                centroids[c] = 0;
            } else if (counts[c] > 0) {
                centroids[c] = (float) (sums[c] / counts[c]);
            }
        }
        Arrays.sort(centroids);
    }

    /** The levels are what they are: the configuration takes the rounded values in the place of the weight. */
    @Override
    public LayerGrids settled(float[] master) {
        age = 0;
        keepZeros(master);
        return grids;
    }

    @Override
    public void backward(float[] master, float[] gradient) {}

    @Override
    public float[] state() {
        float[] all = new float[levels.length == 0 ? 0 : levels.length * levels[0].length];
        for (int granule = 0; granule < levels.length; granule++) {
            System.arraycopy(levels[granule], 0, all, granule * levels[0].length, levels[0].length);
        }
        return all;
    }

    @Override
    public void restore(float[] state) {
        for (int granule = 0; granule < levels.length; granule++) {
            System.arraycopy(state, granule * levels[0].length, levels[granule], 0, levels[0].length);
        }
        rebuild();
    }
}
