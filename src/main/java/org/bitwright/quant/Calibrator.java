package org.bitwright.quant;

import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/** The rule by which a range is found from the values (numerics: "Ranges"). A value. */
public sealed interface Calibrator
        permits Calibrator.MinMax,
                Calibrator.MovingAverage,
                Calibrator.Percentile,
                Calibrator.MeanSquaredError,
                Calibrator.Entropy,
                Calibrator.ArticleRule {

    /** The smallest and the largest finite value. */
    record MinMax() implements Calibrator {}

    /**
     * The moving average of the least and greatest values of calibration batches: for activations only, since weights
     * come in no batches.
     */
    record MovingAverage() implements Calibrator {}

    /**
     * Asymmetric: from the (100 − P)/2 to the 100 − (100 − P)/2 percentile; symmetric: the P percentile of |x|.
     *
     * @param percent P, above 0, at most 100
     */
    record Percentile(double percent) implements Calibrator {
        public static final double DEFAULT_PERCENT = 99.99;

        /** For activations. */
        public static final double DEFAULT_ACTIVATION_PERCENT = 99.999;

        public Percentile {
            if (!(percent > 0 && percent <= 100)) {
                throw new RefusedException(Phrase.of("a percentile lies above 0 and up to 100, not %s", percent));
            }
        }
    }

    /** The range with the least squared error at the format and width; never worse than {@link MinMax}. */
    record MeanSquaredError() implements Calibrator {}

    /**
     * The range whose clipped histogram of 2048 bins differs least, by the Kullback–Leibler divergence, from the quantized
     * one: TensorRT's entropy calibration (Migacz, "8-bit Inference with TensorRT", 2017). What is done exactly stands at
     * {@link EntropySearch} and {@link ClippedDivergence}. Offered up to {@value FormatRules#ENTROPY_BITS} bits and for
     * granules of at least {@value FormatRules#ENTROPY_VALUES} values; one with fewer finite values has the range of
     * {@link MinMax}.
     */
    record Entropy() implements Calibrator {}

    /**
     * The article's rule, reproduced as it stands: step = 2·(qmax − qmin) of the <em>integer</em> range, whatever the
     * values are, 510 at 8 bits. Nearly every weight becomes 0; offered so that a reader can see this.
     */
    record ArticleRule() implements Calibrator {}

    static Calibrator minMax() {
        return new MinMax();
    }

    static Calibrator movingAverage() {
        return new MovingAverage();
    }

    static Calibrator percentile(double percent) {
        return new Percentile(percent);
    }

    static Calibrator mse() {
        return new MeanSquaredError();
    }

    static Calibrator entropy() {
        return new Entropy();
    }

    static Calibrator articleRule() {
        return new ArticleRule();
    }
}
