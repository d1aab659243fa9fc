package org.bitwright.quant;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the user chose for one tensor. Immutable; equal configurations give equal numbers.
 *
 * @param manual grids set by hand, by granule: 0 for the tensor, else the channel's index. They apply at the
 *     granularity at which they were set and are dropped when it changes.
 */
public record TensorConfig(
        NumberFormat format, Granularity granularity, Calibrator calibrator, Map<Integer, ManualGrid> manual) {

    public TensorConfig {
        manual = java.util.Collections.unmodifiableMap(new TreeMap<>(manual));
    }

    public static TensorConfig of(NumberFormat format, Granularity granularity, Calibrator calibrator) {
        return new TensorConfig(format, granularity, calibrator, Map.of());
    }

    /** Not quantized. */
    public static TensorConfig unquantized() {
        return of(NumberFormat.float32(), Granularity.TENSOR, Calibrator.minMax());
    }

    public TensorConfig withFormat(NumberFormat other) {
        return new TensorConfig(other, granularity, calibrator, manual);
    }

    /** The same at another granularity; hand-made grids of the old granularity are dropped. */
    public TensorConfig withGranularity(Granularity other) {
        return other == granularity ? this : new TensorConfig(format, other, calibrator, Map.of());
    }

    /** The same with another calibrator; hand-made grids stay. */
    public TensorConfig withCalibrator(Calibrator other) {
        return new TensorConfig(format, granularity, other, manual);
    }

    /** The same with the grid of one granule set by hand. */
    public TensorConfig withManual(int granule, ManualGrid grid) {
        Map<Integer, ManualGrid> next = new TreeMap<>(manual);
        next.put(granule, grid);
        return new TensorConfig(format, granularity, calibrator, next);
    }

    /** The same with every range as its calibrator finds it. */
    public TensorConfig withoutManual() {
        return manual.isEmpty() ? this : new TensorConfig(format, granularity, calibrator, Map.of());
    }

    public boolean isHandMade() {
        return !manual.isEmpty();
    }
}
