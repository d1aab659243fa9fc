package org.bitwright.quant;

import java.util.stream.IntStream;

/** The values that lie farthest out, of several the one that is stored first. Infinite errors do not count. */
final class ErrorExtremes {
    private final Extreme least = new Extreme(-1);
    private final Extreme greatest = new Extreme(1);
    private final Extreme lowestError = new Extreme(-1);
    private final Extreme highestError = new Extreme(1);
    private final Extreme leastQuantized = new Extreme(-1);
    private final Extreme greatestQuantized = new Extreme(1);
    private long finite;

    void add(int index, float x, float quantized, double error) {
        finite++;
        least.add(index, x);
        greatest.add(index, x);
        if (!Double.isInfinite(error)) {
            lowestError.add(index, error);
            highestError.add(index, error);
            leastQuantized.add(index, quantized);
            greatestQuantized.add(index, quantized);
        }
    }

    /** Adds what comes later in storage. */
    void add(ErrorExtremes later) {
        finite += later.finite;
        least.add(later.least);
        greatest.add(later.greatest);
        lowestError.add(later.lowestError);
        highestError.add(later.highestError);
        leastQuantized.add(later.leastQuantized);
        greatestQuantized.add(later.greatestQuantized);
    }

    /** Number of finite values. */
    long finite() {
        return finite;
    }

    /** max|e|; 0 without values. */
    double greatestError() {
        return Math.max(Math.abs(lowestError.value()), Math.abs(highestError.value()));
    }

    double least() {
        return least.value();
    }

    double greatest() {
        return greatest.value();
    }

    double leastQuantized() {
        return leastQuantized.value();
    }

    double greatestQuantized() {
        return greatestQuantized.value();
    }

    /** Where the extreme values and errors are stored. */
    IntStream indices() {
        return IntStream.of(least.index, greatest.index, lowestError.index, highestError.index)
                .filter(index -> index >= 0);
    }

    private static final class Extreme {
        private final int sign;
        private int index = -1;
        private double value;

        /** @param sign 1 for the greatest, −1 for the least */
        Extreme(int sign) {
            this.sign = sign;
        }

        void add(int where, double candidate) {
            if (index < 0 || candidate * sign > value * sign) {
                index = where;
                value = candidate;
            }
        }

        void add(Extreme later) {
            if (later.index >= 0) {
                add(later.index, later.value);
            }
        }

        /** 0 without values. */
        double value() {
            return value;
        }
    }
}
