package org.bitwright.quant;

/**
 * How a value between two neighbouring levels is rounded. A value. It is a choice for grids with a step: uniform
 * integers and floating-point formats; the others take the nearest level by definition.
 */
public sealed interface Rounding permits Rounding.Directed, Rounding.Stochastic, Rounding.Assigned {
    /** To the nearest level, ties to the even one (IEEE 754, roundTiesToEven): the default. */
    Rounding HALF_EVEN = new Directed(Direction.HALF_EVEN);

    /** The choices without a parameter. */
    enum Direction {
        HALF_EVEN,
        /** To the nearest level, ties away from zero. */
        HALF_AWAY,
        FLOOR,
        CEIL,
        TOWARD_ZERO
    }

    /** Decided by the value alone. */
    record Directed(Direction direction) implements Rounding {
        @Override
        public double round(double steps, int index) {
            return switch (direction) {
                case HALF_EVEN -> Math.rint(steps);
                case HALF_AWAY -> Math.copySign(Math.floor(Math.abs(steps) + 0.5), steps);
                case FLOOR -> Math.floor(steps);
                case CEIL -> Math.ceil(steps);
                case TOWARD_ZERO -> steps < 0 ? Math.ceil(steps) : Math.floor(steps);
            };
        }

        @Override
        public boolean staysFinite(double x) {
            return switch (direction) {
                case HALF_EVEN, HALF_AWAY -> false;
                case FLOOR -> x > 0;
                case CEIL -> x < 0;
                case TOWARD_ZERO -> true;
            };
        }
    }

    /**
     * Up with the probability that is the distance from the level below, in steps: unbiased. The random number of a
     * value depends on the seed and its place in the tensor only, so that results do not depend on threads.
     */
    record Stochastic(long seed) implements Rounding {
        private static final double UNIT = 0x1p-53;

        @Override
        public double round(double steps, int index) {
            double down = Math.floor(steps);
            return steps - down > uniform(index) ? down + 1 : down;
        }

        /** A number in [0, 1) by the finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
        private double uniform(int index) {
            long z = seed * 0xD1342543DE82EF95L + (index + 1L) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return ((z ^ (z >>> 31)) >>> 11) * UNIT;
        }
    }

    /**
     * Codes that were found for this very grid, by learned rounding or error feedback, in the place of rounding each
     * value by itself. They count for the grid for which they were found only: an edit of it gives them up.
     */
    record Assigned(AssignedCodes codes) implements Rounding {
        @Override
        public double round(double steps, int index) {
            throw new IllegalStateException("assigned codes replace rounding");
        }
    }

    /**
     * The whole number of steps that stands for {@code steps}.
     *
     * @param index of the value in the tensor's storage order
     */
    double round(double steps, int index);

    /**
     * Whether a value beyond the greatest finite one becomes that rather than infinity: IEEE 754, 7.4, for rounding toward
     * zero, and down or up on the side that leads back.
     */
    default boolean staysFinite(double x) {
        return false;
    }

    static Rounding of(Direction direction) {
        return direction == Direction.HALF_EVEN ? HALF_EVEN : new Directed(direction);
    }

    static Rounding stochastic(long seed) {
        return new Stochastic(seed);
    }

    default boolean isHalfEven() {
        return equals(HALF_EVEN);
    }
}
