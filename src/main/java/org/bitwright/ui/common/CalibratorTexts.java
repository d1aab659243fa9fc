package org.bitwright.ui.common;

import org.bitwright.quant.Calibrator;

/** Calibrators in words. */
public final class CalibratorTexts {
    private CalibratorTexts() {}

    /** The key of a kind of calibrator. */
    public static String key(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.MinMax) {
            return "calibrator.minmax";
        }
        if (calibrator instanceof Calibrator.Percentile) {
            return "calibrator.percentile";
        }
        if (calibrator instanceof Calibrator.Entropy) {
            return "calibrator.entropy";
        }
        if (calibrator instanceof Calibrator.MovingAverage) {
            return "calibrator.average";
        }
        return calibrator instanceof Calibrator.MeanSquaredError ? "calibrator.mse" : "calibrator.article";
    }

    /** Name with its parameter. */
    public static String name(Calibrator calibrator) {
        String name = Texts.get(key(calibrator));
        return calibrator instanceof Calibrator.Percentile percentile
                ? name + " " + Numbers.exact(percentile.percent())
                : name;
    }
}
