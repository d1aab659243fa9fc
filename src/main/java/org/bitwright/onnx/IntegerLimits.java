package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;

/**
 * A format of integers here, and how far its codes lie from those of the file.
 *
 * @param shift what is added to a code of the file
 */
record IntegerLimits(NumberFormat.Uniform format, int shift) {

    /**
     * The format whose codes go from {@code low} to {@code high}, moved where it must have a zero point.
     *
     * @return empty where no format has as many codes
     */
    static Optional<IntegerLimits> of(int low, int high, boolean hasZeroPoints) {
        for (int bits = NumberFormat.Uniform.MIN_BITS; bits <= NumberFormat.Uniform.MAX_BITS; bits++) {
            for (Scheme scheme : new Scheme[] {Scheme.SYMMETRIC, Scheme.NARROW}) {
                if (!hasZeroPoints && low == scheme.qmin(bits) && high == scheme.qmax(bits)) {
                    return Optional.of(new IntegerLimits(new NumberFormat.Uniform(bits, scheme), 0));
                }
            }
            if ((long) high - low == (1L << bits) - 1) {
                return Optional.of(new IntegerLimits(new NumberFormat.Uniform(bits, Scheme.ASYMMETRIC), -low));
            }
        }
        return Optional.empty();
    }
}
