package org.bitwright.ui.front;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;

/** Made-up configurations of a network of four layers, for trying the chart. */
final class FrontExamples {
    static final List<String> LAYERS = List.of("conv1/Conv", "conv2/Conv", "fc1/Gemm", "fc2/Gemm");
    private static final long[] WEIGHTS = {150, 2400, 48_000, 10_080};

    private FrontExamples() {}

    /** A point of these widths, layer by layer. */
    static FrontPoint point(DataPart part, long correct, long samples, int... bits) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        long payload = 0;
        long weights = 0;
        for (int i = 0; i < LAYERS.size(); i++) {
            layers.put(
                    LAYERS.get(i),
                    TensorConfig.of(
                            NumberFormat.uniform(bits[i], Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.mse()));
            payload += WEIGHTS[i] * bits[i];
            weights += WEIGHTS[i];
        }
        boolean uniform = java.util.Arrays.stream(bits).distinct().count() == 1;
        return new FrontPoint(
                QuantConfig.of(layers),
                part,
                payload / 8,
                (double) payload / weights,
                new Accuracy(correct, samples),
                uniform ? OptionalInt.of(bits[0]) : OptionalInt.empty(),
                Optional.of(new PairedTest(samples - correct, Math.max(0, 9_880 * samples / 10_000 - correct) / 3)));
    }

    static FrontPoint uniform(int bits, long correct) {
        return point(DataPart.ALL, correct, 10_000, bits, bits, bits, bits);
    }

    /** Uniform from 2 to 8 bits, some mixed ones, and what a search tried. */
    static List<FrontPoint> many(int searched) {
        List<FrontPoint> points = new ArrayList<>();
        long[] correct = {6_120, 9_610, 9_812, 9_868, 9_879, 9_884, 9_886};
        for (int bits = 2; bits <= 8; bits++) {
            points.add(uniform(bits, correct[bits - 2]));
        }
        points.add(point(DataPart.ALL, 9_872, 10_000, 8, 5, 3, 4));
        points.add(point(DataPart.ALL, 9_860, 10_000, 6, 4, 3, 3));
        points.add(point(DataPart.ALL, 9_790, 10_000, 5, 4, 2, 3));
        points.add(point(DataPart.ALL, 9_640, 10_000, 4, 3, 2, 3));
        points.add(point(DataPart.ALL, 9_880, 10_000, 8, 6, 4, 4));
        Random random = new Random(7);
        for (int i = 0; i < searched; i++) {
            int[] bits = {3 + random.nextInt(6), 3 + random.nextInt(4), 2 + random.nextInt(3), 2 + random.nextInt(4)};
            double quality = 0.992 - 0.25 * Math.exp(-1.1 * (bits[2] + 0.3 * bits[0])) - 0.02 * random.nextDouble();
            points.add(point(DataPart.SEARCH, Math.round(5_000 * quality), 5_000, bits));
        }
        return points;
    }
}
