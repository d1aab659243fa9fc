package org.bitwright.ui.search;

import org.bitwright.analysis.search.Budget;

/** How a budget is said: in which words, and in which unit it is typed. */
public enum BudgetKind {
    /** KB of weights. */
    SIZE,
    /** Size in per cent of the float weights. */
    SHARE,
    AVERAGE_BITS,
    /** Millions of bit-operations. */
    BIT_OPERATIONS,
    /** Percentage points of accuracy that may be lost. */
    ACCURACY_LOSS;

    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;
    private static final double PER_CENT = 100;

    /** @param floatBytes of all weights in float */
    public Budget budget(double typed, long floatBytes) {
        return switch (this) {
            case SIZE -> new Budget.Bytes((long) Math.floor(typed * KILO));
            case SHARE -> new Budget.Bytes((long) Math.floor(typed / PER_CENT * floatBytes));
            case AVERAGE_BITS -> new Budget.AverageBits(typed);
            case BIT_OPERATIONS -> new Budget.BitOperations(typed * MEGA);
            case ACCURACY_LOSS -> new Budget.AccuracyLoss(typed / PER_CENT);
        };
    }

    /** What is typed for a cost in the budget's own unit: bytes, bits, operations, or a share of accuracy. */
    public double typed(double cost, long floatBytes) {
        return switch (this) {
            case SIZE -> cost / KILO;
            case SHARE -> cost / floatBytes * PER_CENT;
            case AVERAGE_BITS -> cost;
            case BIT_OPERATIONS -> cost / MEGA;
            case ACCURACY_LOSS -> cost * PER_CENT;
        };
    }
}
