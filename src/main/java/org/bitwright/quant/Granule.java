package org.bitwright.quant;

/** What formats and calibrators want to know of one granule. Looks at the values only where it must. */
interface Granule {
    /** Values that one piece of parallel work has at least, so that small granules are taken many at a time. */
    int SLICE_VALUES = 1 << 13;

    /** @param source of the weights' values at that granularity */
    static Granule of(LayerWeights weights, Granularity granularity, GranuleSource source, int granule) {
        return granularity.isGroup()
                ? new Gathered(source.finite(granule))
                : new Known(weights.statistics(granularity), source, granule);
    }

    /** The finite values in storage order; a new array, or one that is the granule's own. */
    float[] finite();

    /** The smallest and the largest finite value; 0 … 0 where there is none. */
    Range range();

    /** Mean magnitude of the finite values; 0 where there is none. */
    double meanMagnitude();

    /** Number of finite values. */
    int count();

    /** The grid of ternary weights: threshold 0.7 · mean |x|, α the mean of the magnitudes above it. */
    default TernaryGrid ternary() {
        float threshold = (float) (TernaryRule.THRESHOLD * meanMagnitude());
        return new TernaryGrid(threshold, (float) TernaryRule.meanAbove(finite(), threshold));
    }

    /** A granule of which statistics are known. */
    record Known(GranuleStatistics statistics, GranuleSource source, int index) implements Granule {
        @Override
        public float[] finite() {
            return source.finite(index);
        }

        @Override
        public Range range() {
            return statistics.range(index);
        }

        @Override
        public double meanMagnitude() {
            return statistics.meanMagnitude(index);
        }

        @Override
        public int count() {
            return statistics.finite(index);
        }
    }

    /** A group, whose values are few. */
    record Gathered(float[] finite) implements Granule {
        @Override
        public Range range() {
            float min = 0;
            float max = 0;
            if (finite.length > 0) {
                min = finite[0];
                max = finite[0];
                for (float x : finite) {
                    min = Math.min(min, x);
                    max = Math.max(max, x);
                }
            }
            return new Range(min, max);
        }

        @Override
        public double meanMagnitude() {
            double sum = 0;
            for (float x : finite) {
                sum += Math.abs(x);
            }
            return finite.length == 0 ? 0 : sum / finite.length;
        }

        @Override
        public int count() {
            return finite.length;
        }
    }
}
