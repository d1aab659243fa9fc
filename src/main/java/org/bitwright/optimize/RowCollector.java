package org.bitwright.optimize;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.runtime.Activation;
import org.bitwright.runtime.ActivationRecorder;
import org.bitwright.runtime.Activations;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * Records what flows into a layer and out of it at random positions of the calibration samples: for a convolution the
 * patch under the kernel at some output positions (one row of im2col), for a matrix product some of its rows. Positions
 * depend on seed and sample only, so that inputs of one network and outputs of another belong together.
 */
final class RowCollector {
    /** Numbers of all rows at most: 96 MB. */
    private static final int MAX_VALUES = 24 << 20;

    private final LayerOperation layer;
    private final int samples;
    private final int wanted;
    private final long seed;
    private int perSample;
    private int[] places = {};
    private float[][] inputs = {};
    private float[] outputs = {};

    /**
     * @param samples number of calibration samples
     * @param wanted rows to collect, about; fewer where they would not fit in memory
     */
    RowCollector(LayerOperation layer, int samples, int wanted, long seed) {
        this.layer = layer;
        long width = (long) layer.geometry().columns() * layer.geometry().groups()
                + layer.geometry().outputs();
        this.wanted = (int) Math.max(1, Math.min(wanted, MAX_VALUES / width));
        this.samples = Math.min(samples, this.wanted);
        this.seed = seed;
    }

    /** Rows of the layer's inputs as they are in one network and outputs as they are in another. */
    SampledRows collect(Run inputNetwork, Run outputNetwork, Progress progress, CancelToken cancel)
            throws InferenceException {
        inputNetwork.record(layer.input(), samples, this::takeInputs, progress.part(0, 0.5), cancel);
        outputNetwork.record(layer.output(), samples, this::takeOutputs, progress.part(0.5, 1), cancel);
        return new SampledRows(places.length, inputs, outputs);
    }

    /** A network that can be run on the calibration samples. */
    @FunctionalInterface
    interface Run {
        void record(String value, int samples, ActivationRecorder.Sink sink, Progress progress, CancelToken cancel)
                throws InferenceException;
    }

    private void takeInputs(int first, Activations values) {
        Activation input = values.get(layer.input());
        int positions = PatchReader.positions(layer.geometry(), input);
        if (places.length == 0) {
            begin(positions);
        }
        PatchReader reader = new PatchReader(layer.geometry(), input);
        int columns = layer.geometry().columns();
        for (int sample = 0; sample < input.samples(); sample++) {
            int[] chosen = chosen(first + sample, positions);
            for (int i = 0; i < chosen.length; i++) {
                int row = places[(first + sample) * perSample + i];
                for (int group = 0; group < inputs.length; group++) {
                    reader.read(sample, chosen[i], group, inputs[group], row * columns);
                }
            }
        }
    }

    private void takeOutputs(int first, Activations values) {
        Activation output = values.get(layer.output());
        int channels = layer.geometry().outputs();
        int positions = output.sampleSize() / channels;
        boolean channelsLast = layer.geometry() instanceof LayerGeometry.Product;
        for (int sample = 0; sample < output.samples(); sample++) {
            int[] chosen = chosen(first + sample, positions);
            for (int i = 0; i < chosen.length; i++) {
                int row = places[(first + sample) * perSample + i];
                for (int channel = 0; channel < channels; channel++) {
                    int at = channelsLast ? chosen[i] * channels + channel : channel * positions + chosen[i];
                    outputs[row * channels + channel] = output.values()[sample * output.sampleSize() + at];
                }
            }
        }
    }

    private void begin(int positions) {
        perSample = Math.max(1, Math.min(positions, (wanted + samples - 1) / samples));
        int rows = samples * perSample;
        places = shuffled(rows, new SplittableRandom(seed));
        int groups = layer.geometry().groups();
        inputs = new float[groups][rows * layer.geometry().columns()];
        outputs = new float[rows * layer.geometry().outputs()];
    }

    /** Some positions of a sample, without repetition. */
    private int[] chosen(int sample, int positions) {
        if (perSample == positions) {
            int[] all = new int[positions];
            Arrays.setAll(all, i -> i);
            return all;
        }
        SplittableRandom random = new SplittableRandom(seed ^ (0x9E3779B97F4A7C15L * (sample + 1L)));
        return Arrays.copyOf(shuffled(positions, random), perSample);
    }

    private static int[] shuffled(int count, SplittableRandom random) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
