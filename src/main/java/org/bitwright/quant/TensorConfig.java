package org.bitwright.quant;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Layer;

/**
 * What the user chose for one tensor. Immutable; equal configurations give equal numbers.
 *
 * @param overlay float constants that stand in the place of the model's own
 * @param manual grids set by hand, by granule: 0 for the tensor, else the channel's or group's number. They apply at the
 *     granularity at which they were set and are dropped when it changes.
 */
public record TensorConfig(
        NumberFormat format,
        Granularity granularity,
        Calibrator calibrator,
        Rounding rounding,
        Optional<WeightOverlay> overlay,
        Map<Integer, ManualGrid> manual) {

    public TensorConfig {
        manual = Collections.unmodifiableMap(new TreeMap<>(manual));
    }

    public static TensorConfig of(NumberFormat format, Granularity granularity, Calibrator calibrator) {
        return new TensorConfig(format, granularity, calibrator, Rounding.HALF_EVEN, Optional.empty(), Map.of());
    }

    /** Not quantized. */
    public static TensorConfig unquantized() {
        return of(NumberFormat.float32(), Granularity.TENSOR, Calibrator.minMax());
    }

    /**
     * The same in another format. Granularity, calibrator and rounding that have no meaning for it become its usual
     * ones; NF4 starts in the blocks that define it.
     */
    public TensorConfig withFormat(NumberFormat other) {
        if (other.equals(format)) {
            return this;
        }
        boolean keeps = FormatRules.obstacle(other, granularity).isEmpty() && !(other instanceof NumberFormat.Nf4);
        Granularity fitting = keeps ? granularity : FormatRules.usual(other);
        Calibrator possible = FormatRules.obstacle(other, calibrator).isEmpty() ? calibrator : Calibrator.minMax();
        Rounding rounds = FormatRules.roundingObstacle(other).isEmpty() ? freeRounding() : Rounding.HALF_EVEN;
        Map<Integer, ManualGrid> kept =
                other instanceof NumberFormat.Ranged && fitting.equals(granularity) ? manual : Map.of();
        return new TensorConfig(other, fitting, possible, rounds, baseOverlay(), kept);
    }

    /** The same at another granularity; hand-made grids of the old granularity are dropped. */
    public TensorConfig withGranularity(Granularity other) {
        return other.equals(granularity)
                ? this
                : new TensorConfig(format, other, calibrator, freeRounding(), baseOverlay(), Map.of());
    }

    /** The same with another calibrator; hand-made grids stay. */
    public TensorConfig withCalibrator(Calibrator other) {
        return other.equals(calibrator)
                ? this
                : new TensorConfig(format, granularity, other, freeRounding(), baseOverlay(), manual);
    }

    public TensorConfig withRounding(Rounding other) {
        return other.equals(rounding)
                ? this
                : new TensorConfig(format, granularity, calibrator, other, baseOverlay(), manual);
    }

    /** The same on other float weights; codes that were found for the old ones are given up. */
    public TensorConfig withOverlay(Optional<WeightOverlay> other) {
        return other.equals(overlay)
                ? this
                : new TensorConfig(format, granularity, calibrator, freeRounding(), other, manual);
    }

    /** The same with the grid of one granule set by hand. */
    public TensorConfig withManual(int granule, ManualGrid grid) {
        Map<Integer, ManualGrid> next = new TreeMap<>(manual);
        next.put(granule, grid);
        return withManual(next);
    }

    /** The same with these grids, and no others, set by hand. */
    public TensorConfig withManual(Map<Integer, ManualGrid> grids) {
        return grids.equals(manual)
                ? this
                : new TensorConfig(format, granularity, calibrator, freeRounding(), baseOverlay(), grids);
    }

    /** The same with every range as its calibrator finds it. */
    public TensorConfig withoutManual() {
        return withManual(Map.of());
    }

    /**
     * The same as it is possible for a layer: per tensor where it lacks the axis of channels or groups, minmax where the
     * calibrator has no meaning for it.
     */
    public TensorConfig fitting(Layer layer) {
        TensorConfig fitting = FormatRules.obstacle(layer, granularity).isPresent() && !hasFixedBlocks()
                ? withGranularity(Granularity.TENSOR)
                : this;
        return fitting.format.isQuantized()
                        && FormatRules.obstacle(layer, fitting, calibrator).isPresent()
                ? fitting.withCalibrator(Calibrator.minMax())
                : fitting;
    }

    private boolean hasFixedBlocks() {
        return format instanceof NumberFormat.Microscaling || format instanceof NumberFormat.NvFp4;
    }

    /** The overlay without a correction, which was measured for this very choice and is given up with it. */
    public Optional<WeightOverlay> baseOverlay() {
        return overlay.flatMap(WeightOverlay::beforeCorrection);
    }

    public boolean isHandMade() {
        return !manual.isEmpty();
    }

    /** Codes assigned to a grid end with it. */
    private Rounding freeRounding() {
        return rounding instanceof Rounding.Assigned ? Rounding.HALF_EVEN : rounding;
    }
}
