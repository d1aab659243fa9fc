package org.bitwright.quant;

import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * What the user chose for one activation: always one grid for the whole tensor. Immutable; equal choices on equal
 * statistics give equal numbers.
 *
 * @param format float, integers or 8-bit floats; dynamic activations are asymmetric integers of 8 bits
 * @param calibrator of a static range
 * @param manual a range set by hand, in the place of the calibrator's
 */
public record ActivationConfig(
        NumberFormat format, ActivationMode mode, Calibrator calibrator, Optional<ManualGrid> manual) {
    private static final ActivationConfig UNQUANTIZED =
            new ActivationConfig(NumberFormat.float32(), ActivationMode.STATIC, Calibrator.minMax(), Optional.empty());

    private static final ActivationConfig DYNAMIC = new ActivationConfig(
            NumberFormat.uniform(8, Scheme.ASYMMETRIC), ActivationMode.DYNAMIC, Calibrator.minMax(), Optional.empty());

    public ActivationConfig {
        if (format.isQuantized() && !(format instanceof NumberFormat.Ranged)) {
            throw new RefusedException(Phrase.of("activations are float, integers or 8-bit floats, not %s", format));
        }
        if (mode == ActivationMode.DYNAMIC
                && (manual.isPresent() || !format.equals(NumberFormat.uniform(8, Scheme.ASYMMETRIC)))) {
            throw new RefusedException(
                    Phrase.of("dynamic activations are asymmetric integers of 8 bits without a range"));
        }
    }

    /** Not quantized. */
    public static ActivationConfig unquantized() {
        return UNQUANTIZED;
    }

    /** A range of every run's own. */
    public static ActivationConfig dynamic() {
        return DYNAMIC;
    }

    /** A range from calibration data. */
    public static ActivationConfig ofStatic(NumberFormat.Ranged format, Calibrator calibrator) {
        return new ActivationConfig(format, ActivationMode.STATIC, calibrator, Optional.empty());
    }

    public boolean isQuantized() {
        return format.isQuantized();
    }

    public boolean isDynamic() {
        return mode == ActivationMode.DYNAMIC;
    }

    public boolean isHandMade() {
        return manual.isPresent();
    }

    /** The same in another format, with a static range; what the calibrator cannot do there, minmax does. */
    public ActivationConfig withFormat(NumberFormat other) {
        if (other.equals(format)) {
            return this;
        }
        Calibrator possible = FormatRules.obstacle(other, calibrator).isEmpty() ? calibrator : Calibrator.minMax();
        return new ActivationConfig(
                other,
                ActivationMode.STATIC,
                possible,
                other instanceof NumberFormat.Ranged ? manual : Optional.empty());
    }

    /** The same with another calibrator; a range set by hand stays. Dynamic ones become static. */
    public ActivationConfig withCalibrator(Calibrator other) {
        return new ActivationConfig(format, ActivationMode.STATIC, other, manual);
    }

    /** The same with a range set by hand, or with the calibrator's. Dynamic ones become static. */
    public ActivationConfig withManual(Optional<ManualGrid> grid) {
        return new ActivationConfig(format, ActivationMode.STATIC, calibrator, grid);
    }
}
