package org.bitwright.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * Gives a layer the grids that a file tells, where others are found today.
 *
 * @param config with ranges set by hand where that brings the file's grids back
 * @param different number of granules whose grid is still another one
 */
record FileGrids(TensorConfig config, int different) {

    /**
     * @param wanted the file's grids
     * @param found what the configuration gives today, as many
     */
    static FileGrids of(TensorConfig config, List<Grid> wanted, List<Grid> found) {
        Map<Integer, ManualGrid> manual = new TreeMap<>(config.manual());
        int different = 0;
        for (int granule = 0; granule < found.size(); granule++) {
            Grid grid = wanted.get(granule);
            if (!grid.equals(found.get(granule))) {
                Optional<ManualGrid> byHand = byHand(config.format(), grid);
                if (byHand.isPresent()) {
                    manual.put(granule, byHand.get());
                } else {
                    different++;
                }
            }
        }
        // Codes and corrections were found for the file's grids: bringing those back does not end them.
        TensorConfig exact = new TensorConfig(
                config.format(),
                config.granularity(),
                config.calibrator(),
                config.rounding(),
                config.overlay(),
                manual);
        return new FileGrids(exact, different);
    }

    /** A range set by hand that brings a grid back; empty where none does. */
    static Optional<ManualGrid> byHand(NumberFormat format, Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return Optional.of(ManualGrid.ofGrid(uniform));
        }
        return format instanceof NumberFormat.Minifloat minifloat && grid instanceof FloatGrid floats
                ? ManualGrid.ofGrid(minifloat, floats)
                : Optional.empty();
    }
}
