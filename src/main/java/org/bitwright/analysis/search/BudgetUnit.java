package org.bitwright.analysis.search;

import org.bitwright.model.Layer;
import org.bitwright.model.Model;

/** What a budget counts, in whole numbers. */
enum BudgetUnit {
    BYTES {
        @Override
        long of(ConfigCost cost) {
            return cost.bytes();
        }
    },
    WEIGHT_BITS {
        @Override
        long of(ConfigCost cost) {
            return cost.weightBits();
        }
    },
    BIT_OPERATIONS {
        @Override
        long of(ConfigCost cost) {
            return cost.bitOperations();
        }
    };

    /** The unit of a budget; bytes where accuracy is to be kept, of which as few as possible are wanted. */
    static BudgetUnit of(Budget budget) {
        if (budget instanceof Budget.AverageBits) {
            return WEIGHT_BITS;
        }
        return budget instanceof Budget.BitOperations ? BIT_OPERATIONS : BYTES;
    }

    abstract long of(ConfigCost cost);

    /** What all layers may cost together. */
    static long limit(Budget budget, Model model) {
        if (budget instanceof Budget.Bytes bytes) {
            return bytes.most();
        }
        if (budget instanceof Budget.AverageBits bits) {
            // 4.1 bits of 10 weights are 41, though 4.1 · 10 may come out a little less.
            return (long) Math.floor(bits.most() * units(budget, model) * (1 + 1e-12));
        }
        return budget instanceof Budget.BitOperations operations ? (long) operations.most() : Long.MAX_VALUE;
    }

    /** How much of what is counted makes one unit of the budget. */
    static double units(Budget budget, Model model) {
        return budget instanceof Budget.AverageBits
                ? model.layers().stream().mapToLong(Layer::parameters).sum()
                : 1;
    }
}
