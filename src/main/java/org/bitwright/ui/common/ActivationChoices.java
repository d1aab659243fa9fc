package org.bitwright.ui.common;

import java.util.List;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;

/** What is offered for activations. */
public final class ActivationChoices {
    public static final List<FormatFamily> FORMATS =
            List.of(FormatFamily.FLOAT, FormatFamily.INT, FormatFamily.FP8_E4M3, FormatFamily.FP8_E5M2);

    public static final List<Calibrator> CALIBRATORS = List.of(
            Calibrator.minMax(),
            Calibrator.movingAverage(),
            Calibrator.percentile(Calibrator.Percentile.DEFAULT_ACTIVATION_PERCENT),
            Calibrator.mse(),
            Calibrator.entropy());

    private ActivationChoices() {}
}
