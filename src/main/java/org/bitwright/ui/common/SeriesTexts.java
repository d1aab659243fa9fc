package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.SweptPart;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Scheme;

/** Lines and dots of the chart in the user's words. */
public final class SeriesTexts {
    private SeriesTexts() {}

    /**
     * What has a meaning for the format and the part that is quantized: per channel · mse, or MXFP4, or activations:
     * minmax.
     *
     * @param withScheme whether the scheme of integers is named, too
     */
    public static String name(SweepSeries series, boolean withScheme) {
        return switch (series.part()) {
            case WEIGHTS -> weights(series, withScheme);
            case ACTIVATIONS -> Texts.get("sweep.series.activations", activations(series, withScheme));
            case BOTH -> Texts.get("sweep.series.both", weights(series, withScheme), activations(series, withScheme));
        };
    }

    private static String weights(SweepSeries series, boolean withScheme) {
        List<String> words = new ArrayList<>();
        if (series.family() != FormatFamily.INT) {
            words.add(FormatTexts.name(series.family()));
        }
        if (series.hasGranularity()) {
            words.add(GranularityTexts.name(series.granularity()));
        }
        if (series.hasCalibrator()) {
            words.add(CalibratorTexts.name(series.calibrator()));
        }
        if (withScheme && series.hasScheme()) {
            words.add(scheme(series.scheme()));
        }
        return String.join(" · ", words);
    }

    private static String activations(SweepSeries series, boolean withScheme) {
        List<String> words = new ArrayList<>();
        if (series.part() == SweptPart.ACTIVATIONS && series.family() != FormatFamily.INT) {
            words.add(FormatTexts.name(series.family()));
        }
        words.add(CalibratorTexts.name(series.activations().calibrator()));
        if (withScheme && series.hasActivationScheme()) {
            words.add(scheme(series.activations().scheme()));
        }
        return String.join(" · ", words);
    }

    private static String scheme(Scheme scheme) {
        return Texts.get("scheme." + scheme.name());
    }
}
