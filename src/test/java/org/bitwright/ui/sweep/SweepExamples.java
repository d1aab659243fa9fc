package org.bitwright.ui.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;

/** Made-up sweeps for trying the chart. */
final class SweepExamples {
    static final SweepSeries TENSOR = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
    static final SweepSeries CHANNEL = new SweepSeries(Granularity.CHANNEL, Calibrator.minMax(), Scheme.SYMMETRIC);
    static final SweepSeries CHANNEL_MSE = new SweepSeries(Granularity.CHANNEL, Calibrator.mse(), Scheme.SYMMETRIC);
    static final List<SweepSeries> SERIES = List.of(TENSOR, CHANNEL, CHANNEL_MSE);

    private SweepExamples() {}

    /** Logistic curves, each half a bit to the left of the one before; 10,000 samples, fewer where partial. */
    static SweepResult sweep(int completeBits, int lastBits) {
        List<SweepPoint> points = new ArrayList<>();
        for (int s = 0; s < SERIES.size(); s++) {
            for (int bits = 1; bits <= lastBits; bits++) {
                double share = 0.1 + 0.81 / (1 + Math.exp(-1.7 * (bits - 4.2 + s)));
                boolean complete = bits <= completeBits;
                long samples = complete ? 10_000 : 500;
                Accuracy accuracy = new Accuracy(Math.round(share * samples), samples);
                points.add(new SweepPoint(bits, SERIES.get(s), accuracy, 7_700L * bits, 0.4, complete));
            }
        }
        List<Integer> bits = IntStream.rangeClosed(1, 16).boxed().toList();
        SweepPlan plan = new SweepPlan(SERIES, bits, List.of(), QuantConfig.empty());
        return new SweepResult(plan, new Accuracy(9_103, 10_000), points, 1.2);
    }

    /** The same with formats of one width, some of the same. */
    static SweepResult withDots() {
        SweepResult lines = sweep(16, 16);
        List<SweepSeries> series = new ArrayList<>(List.of(CHANNEL));
        List<SweepPoint> points = new ArrayList<>(lines.points());
        points.removeIf(point -> !point.series().equals(CHANNEL));
        for (FormatFamily family : List.of(
                FormatFamily.NF4, FormatFamily.MXFP4, FormatFamily.NVFP4, FormatFamily.FP8_E4M3, FormatFamily.TERNARY)) {
            SweepSeries dot = new SweepSeries(
                    family,
                    FormatRules.usual(family.near(8, Scheme.SYMMETRIC)),
                    Calibrator.minMax(),
                    Scheme.SYMMETRIC);
            series.add(dot);
            int bits = family.minBits();
            points.add(new SweepPoint(
                    bits, dot, new Accuracy(8_000 + 100L * bits + 7L * series.size(), 10_000), 31_000, 0.4, true));
        }
        SweepPlan plan = new SweepPlan(series, lines.plan().bits(), List.of(), QuantConfig.empty());
        return new SweepResult(plan, lines.floatAccuracy(), points, 1.2);
    }
}
