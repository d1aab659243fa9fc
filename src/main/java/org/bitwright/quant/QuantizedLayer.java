package org.bitwright.quant;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a configuration makes of a layer's weight: the grid and the error of each granule, and the size.
 *
 * @param grids one a granule, in the order of {@link GranuleLayout}
 * @param errors of each channel where each has a grid, else of the whole tensor
 * @param channelErrors of each channel, whatever the granularity, for the channel strip
 * @param error of the whole tensor
 * @param bytes of the weight as stored: numbers, scales and zero points (numerics, "Size")
 * @param entropyBytes the same with the numbers entropy coded; empty in estimates of large weights
 */
public record QuantizedLayer(
        TensorConfig config,
        List<Grid> grids,
        List<QuantError> errors,
        List<QuantError> channelErrors,
        QuantError error,
        long bytes,
        OptionalLong entropyBytes) {
    public QuantizedLayer {
        grids = grids instanceof GridList ? grids : List.copyOf(grids);
        errors = List.copyOf(errors);
        channelErrors = List.copyOf(channelErrors);
    }

    /** The grids with what else decides about quantized values. */
    public LayerGrids layerGrids() {
        return LayerGrids.of(config, grids);
    }
}
