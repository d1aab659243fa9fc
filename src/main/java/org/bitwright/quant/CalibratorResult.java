package org.bitwright.quant;

/**
 * What one calibrator makes of a layer's weight, at the format, granularity and rounding that were chosen.
 *
 * @param calibrator that found the ranges; of a configuration {@link #isAsItStands as it stands} the one that it names
 * @param layer the configuration that gives this result, its grids, exact errors and bytes
 * @param isAsItStands whether this is the present configuration with what a calibrator did not find: ranges set by hand
 *     or codes assigned to them
 */
public record CalibratorResult(Calibrator calibrator, QuantizedLayer layer, boolean isAsItStands) {

    /** The configuration to put in the place of the present one when this result is chosen. */
    public TensorConfig config() {
        return layer.config();
    }

    /** The exact error of the whole tensor; a {@link QuantError#maxError}, {@link QuantError#clippedShare} too. */
    public QuantError error() {
        return layer.error();
    }

    /** The exact error of one channel, whatever the granularity. */
    public QuantError error(int channel) {
        return layer.channelErrors().get(channel);
    }

    /** The grid of a granule, in the order of {@link GranuleLayout}. */
    public Grid grid(int granule) {
        return layer.grids().get(granule);
    }

    /** What the levels of a granule reach, lowest and highest. Infinite for a layer that stays float. */
    public Ends ends(int granule) {
        return Ends.of(grid(granule));
    }

    /** The lowest and the highest end of all granules. */
    public Ends ends() {
        return layer.grids().stream().map(Ends::of).reduce(Ends::with).orElse(new Ends(0, 0));
    }

    /** The narrowest and the widest step (scale) of all granules; equal where there is one granule. */
    public Ends steps() {
        return layer.grids().stream()
                .map(grid -> new Ends(grid.step(), grid.step()))
                .reduce(Ends::with)
                .orElse(new Ends(0, 0));
    }

    /** Bytes of the weight as stored. */
    public long bytes() {
        return layer.bytes();
    }

    /**
     * The least and the greatest of some numbers.
     *
     * @param low not above {@code high}
     */
    public record Ends(float low, float high) {
        private static Ends of(Grid grid) {
            return new Ends(grid.reachableMin(), grid.reachableMax());
        }

        private Ends with(Ends other) {
            return new Ends(Math.min(low, other.low), Math.max(high, other.high));
        }
    }
}
