package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.FormatFamily;

/** Lines and dots of the chart in the user's words. */
public final class SeriesTexts {
    private SeriesTexts() {}

    /**
     * What has a meaning for the format: per channel · mse, or MXFP4.
     *
     * @param withScheme whether the scheme of integers is named, too
     */
    public static String name(SweepSeries series, boolean withScheme) {
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
        if (withScheme && series.family() == FormatFamily.INT) {
            words.add(Texts.get("scheme." + series.scheme().name()));
        }
        return String.join(" · ", words);
    }
}
