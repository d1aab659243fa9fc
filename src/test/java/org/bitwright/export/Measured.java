package org.bitwright.export;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;

/** Results of measurements with numbers that can be worked out by hand. */
final class Measured {
    static final SweepSeries CHANNEL = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
    static final SweepSeries TENSOR = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);

    private Measured() {}

    /** The first {@code wrong} of the samples are answered wrongly. */
    static Fidelity labelled(int wrong, int samples, double divergence, double noise) {
        int[] answers = new int[samples];
        java.util.Arrays.fill(answers, 0, wrong, 1);
        return new Fidelity(
                Optional.of(Outcomes.of(answers, new int[samples])), samples, samples - wrong, divergence, 1, noise);
    }

    /** Without labels. */
    static Fidelity unlabelled(int samples, double divergence, double noise) {
        return new Fidelity(Optional.empty(), samples, samples / 2, divergence, 1, noise);
    }

    static SensitivityCell cell(String layer, SweepSeries series, int bits, Fidelity fidelity) {
        return new SensitivityCell(layer, Optional.of(new SensitivityColumn(series, bits)), fidelity, true, 0.5);
    }

    static SensitivityCell spared(String layer, Fidelity fidelity) {
        return new SensitivityCell(layer, Optional.empty(), fidelity, true, 0.5);
    }

    static SensitivityResult sensitivity(
            Fidelity floating, Optional<Fidelity> present, List<SensitivityCell> cells, int samples) {
        SensitivityPlan plan = new SensitivityPlan(
                List.of(TENSOR, CHANNEL),
                List.of(2, 8),
                List.of(),
                QuantConfig.empty(),
                present.isPresent(),
                DataPart.SEARCH,
                samples,
                true);
        return new SensitivityResult(plan, floating, present, cells, samples, 2, 7);
    }

    /** Float is wrong on 10 of 200 samples, the present configuration on 40. */
    static SensitivityResult sensitivity() {
        return sensitivity(
                labelled(10, 200, 0, 0),
                Optional.of(labelled(40, 200, 20, 0.1)),
                List.of(
                        cell("conv<1>", TENSOR, 2, labelled(60, 100, 50, 1)),
                        cell("conv<1>", TENSOR, 8, labelled(10, 200, 0.2, 0.001)),
                        cell("conv<1>", CHANNEL, 2, labelled(30, 200, 10, 0.1)),
                        spared("conv<1>", labelled(20, 200, 4, 0.01)),
                        cell("=fc", TENSOR, 8, labelled(12, 200, 0.4, 0.01))),
                200);
    }
}
