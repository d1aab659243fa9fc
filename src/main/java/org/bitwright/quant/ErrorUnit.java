package org.bitwright.quant;

/** What an error e = x̂ − x is measured in. */
public enum ErrorUnit {
    /** As the weights are. */
    VALUE,
    /** In steps of each value's own uniform grid: rounding stays within ±½, whatever the granularity. */
    STEP
}
