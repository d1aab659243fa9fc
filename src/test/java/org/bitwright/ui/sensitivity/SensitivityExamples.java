package org.bitwright.ui.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
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

/** Made-up measurements for trying the map. */
final class SensitivityExamples {
    static final SweepSeries TENSOR = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    static final SweepSeries CHANNEL = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
    static final int SAMPLES = 5_000;

    private SensitivityExamples() {}

    static SensitivityColumn column(SweepSeries series, int bits) {
        return new SensitivityColumn(series, bits);
    }

    static SensitivityPlan plan(List<SweepSeries> series, List<Integer> bits, QuantConfig present) {
        return new SensitivityPlan(series, bits, List.of(), present, true, DataPart.SEARCH, SAMPLES, true);
    }

    /** The first {@code wrong} samples are answered wrongly. */
    static Fidelity labelled(int wrong, int samples, double kl, double sqnrDb) {
        int[] answers = new int[samples];
        Arrays.fill(answers, 0, wrong, 1);
        return new Fidelity(
                Optional.of(Outcomes.of(answers, new int[samples])),
                samples,
                samples - wrong,
                kl * samples,
                1,
                Math.pow(10, -sqnrDb / 10));
    }

    static Fidelity unlabelled(double kl, double sqnrDb) {
        return new Fidelity(Optional.empty(), SAMPLES, SAMPLES / 2, kl * SAMPLES, 1, Math.pow(10, -sqnrDb / 10));
    }

    static SensitivityCell cell(String layer, SweepSeries series, int bits, Fidelity fidelity) {
        return new SensitivityCell(layer, Optional.of(column(series, bits)), fidelity, true, 0.5);
    }

    /** Float is wrong on 50 samples, the present configuration on 400. */
    static SensitivityResult before(SensitivityPlan plan) {
        return new SensitivityResult(
                plan,
                labelled(50, SAMPLES, 0, Double.POSITIVE_INFINITY),
                Optional.of(labelled(400, SAMPLES, 0.2, 10)),
                List.of(),
                SAMPLES,
                0,
                0);
    }

    /** Every layer loses more at fewer bits, and the first layers more than the last. */
    static SensitivityResult full(List<String> layers, SensitivityPlan plan) {
        List<SensitivityCell> cells = new ArrayList<>();
        for (int row = 0; row < layers.size(); row++) {
            for (SensitivityColumn column : plan.columns()) {
                double noise =
                        Math.pow(0.3, column.bits() - 1) * (column.series().equals(TENSOR) ? 9 : 3) / (1 + row);
                int wrong = (int) Math.min(4_500, 50 + 4_000 * noise);
                cells.add(cell(
                        layers.get(row),
                        column.series(),
                        column.bits(),
                        labelled(wrong, SAMPLES, noise / 2, 6 * column.bits())));
            }
            cells.add(new SensitivityCell(
                    layers.get(row), Optional.empty(), labelled(150 + 50 * row, SAMPLES, 0.1, 13), true, 0.5));
        }
        SensitivityResult before = before(plan);
        return new SensitivityResult(plan, before.floating(), before.present(), cells, SAMPLES, 3, cells.size());
    }
}
