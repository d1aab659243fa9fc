package org.bitwright.quant;

import java.util.List;

/**
 * All that decides how a weight's values become quantized ones.
 *
 * @param granularity which values share a grid
 * @param rounding between the levels of a grid
 * @param list one grid a granule, in the order of {@link GranuleLayout}; not changed afterwards
 */
public record LayerGrids(Granularity granularity, Rounding rounding, List<Grid> list) {

    static LayerGrids of(TensorConfig config, List<Grid> grids) {
        return new LayerGrids(config.granularity(), config.rounding(), grids);
    }

    public Grid get(int granule) {
        return list.get(granule);
    }

    public int size() {
        return list.size();
    }
}
