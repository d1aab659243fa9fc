package org.bitwright.ui.common;

import org.bitwright.quant.NumberFormat;

/** What a user chooses first: the family of numbers. */
public enum FormatKind {
    FLOAT,
    INT,
    BINARY;

    public static FormatKind of(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform) {
            return INT;
        }
        return format instanceof NumberFormat.Binary ? BINARY : FLOAT;
    }

    public String key() {
        return "format." + name();
    }
}
