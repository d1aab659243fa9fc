package org.bitwright.quant.target;

import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;

/** Short names of formats that read the same in any language. */
final class StoredTypes {
    private StoredTypes() {}

    static String of(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform uniform) {
            String limits = uniform.qmin() + " … " + uniform.qmax();
            return (uniform.scheme().hasZeroPoint() ? "uint" : "int") + uniform.bits() + " (" + limits + ")";
        }
        if (format instanceof NumberFormat.Minifloat minifloat) {
            return String.valueOf(minifloat.type());
        }
        return format.bits() + " bits";
    }

    static String of(Granularity granularity) {
        return switch (granularity.kind()) {
            case TENSOR -> "tensor";
            case CHANNEL -> "channel";
            case GROUP -> "group:" + granularity.size();
        };
    }
}
