package org.bitwright.ui.gradients;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.StepReport;
import org.bitwright.training.Validation;
import org.bitwright.training.gradient.GradientGrid;
import org.bitwright.training.gradient.GradientQuantizer;
import org.bitwright.training.gradient.GradientTally;

/** Gradients of a small network that gets calmer as it is trained, rounded as training rounds them. */
final class GradientExamples {
    private static final List<String> LAYERS = List.of("conv1/Conv", "conv2/Conv", "fc1/Gemm", "fc2/Gemm", "fc3/Gemm");
    private static final List<String> NAMES = List.of("conv1", "conv2", "fc1", "fc2", "fc3");
    private static final int[] WEIGHTS = {150, 2400, 48_000, 10_080, 840};
    private static final int[] BIASES = {6, 16, 120, 84, 10};

    private GradientExamples() {}

    static List<GradientStatistics> gradients(Optional<GradientRounding> rounding, int step, double scale) {
        List<GradientStatistics> gradients = new ArrayList<>();
        int[] sizes =
                IntStream.concat(IntStream.of(WEIGHTS), IntStream.of(BIASES)).toArray();
        Optional<GradientQuantizer> quantizer = rounding.map(how -> new GradientQuantizer(how, 7, sizes));
        for (int i = 0; i < sizes.length; i++) {
            int layer = i % LAYERS.size();
            float[] values = values(sizes[i], 31L * step + i, scale / (1 + layer), i < LAYERS.size());
            String name = NAMES.get(layer) + (i < LAYERS.size() ? ".weight" : ".bias");
            gradients.add(statistics(quantizer, step, i, name, LAYERS.get(layer), values));
        }
        return gradients;
    }

    private static GradientStatistics statistics(
            Optional<GradientQuantizer> quantizer, int step, int tensor, String name, String layer, float[] values) {
        if (quantizer.isEmpty()) {
            return GradientTally.of(name, layer, values);
        }
        float[] rounded = values.clone();
        GradientGrid grid = quantizer.get().round(step, tensor, rounded);
        return GradientTally.of(
                name, layer, values, rounded, grid, quantizer.get().rounding().bits());
    }

    /** Most lie near 0, some far away, and dead units give zeros. */
    private static float[] values(int count, long seed, double scale, boolean weights) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double wide = random.nextGaussian();
            boolean dead = weights && random.nextDouble() < 0.12;
            values[i] =
                    dead ? 0 : (float) (scale * 0.002 * wide * Math.abs(wide) * (1 + Math.abs(random.nextGaussian())));
        }
        return values;
    }

    static StepReport step(Optional<GradientRounding> rounding, int epoch, int step, int steps) {
        double time = epoch - 1 + (double) step / steps;
        int number = (epoch - 1) * steps + step;
        return new StepReport(
                epoch,
                step,
                steps,
                2 / (1 + time),
                0.9,
                0.01,
                5000,
                10,
                gradients(rounding, number, 1 + 3 / (1 + time)));
    }

    static EpochRecord epoch(Optional<GradientRounding> rounding, int epoch, int correct) {
        return new EpochRecord(
                epoch,
                0.01,
                1.0 / epoch,
                800 + 10 * epoch,
                900,
                Optional.of(new Validation.Score(0.9 / epoch, correct, 100)),
                0.4,
                0,
                gradients(rounding, 100 * epoch, 1 + 3.0 / epoch));
    }

    /** Runs at some widths, stochastic and to nearest, beside full precision. */
    static List<GradientTwin> twins() {
        List<GradientTwin> twins = new ArrayList<>();
        twins.add(twin("digits (32 bits)", Optional.empty(), 9571, true));
        int[] bits = {2, 3, 4, 6, 8, 16};
        int[] stochastic = {8923, 9412, 9533, 9561, 9570, 9572};
        int[] nearest = {6120, 8811, 9420, 9548, 9569, 9571};
        for (int i = 0; i < bits.length; i++) {
            GradientRounding random = new GradientRounding(bits[i], true, false);
            twins.add(twin("digits (" + bits[i] + " bits)", Optional.of(random), stochastic[i], i < 5));
        }
        for (int i = 0; i < bits.length - 2; i++) {
            GradientRounding plain = new GradientRounding(bits[i], false, false);
            twins.add(twin("digits to nearest (" + bits[i] + " bits)", Optional.of(plain), nearest[i], true));
        }
        return twins;
    }

    private static GradientTwin twin(String name, Optional<GradientRounding> rounding, int correct, boolean complete) {
        List<EpochRecord> epochs = IntStream.rangeClosed(1, 3)
                .mapToObj(epoch -> epoch(rounding, epoch, correct / 100 - 4 + epoch))
                .toList();
        return new GradientTwin(name, rounding, epochs, 3, complete, Optional.of(new Accuracy(correct, 10_000)));
    }
}
