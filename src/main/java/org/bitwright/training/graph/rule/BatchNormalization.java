package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization as training has it: each channel is normalized by its mean and its variance over the batch, which
 * running statistics follow (Ioffe and Szegedy, 2015; ONNX, BatchNormalization with training_mode 1). Inputs: x, gain and
 * offset. The one rule that keeps something between calls, and so the one that takes the batch as a whole.
 *
 * @param space number of places of a channel in a sample
 * @param epsilon added to the variance
 */
public record BatchNormalization(Shape result, int space, double epsilon, RunningStatistics statistics)
        implements Rule {

    @Override
    public String name() {
        return "batch normalization";
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        Moments moments = moments(inputs[0]);
        if (statistics.following()) {
            statistics.follow(moments.mean, moments.variance);
        }
        int at = 0;
        for (int sample = 0; sample < samples(); sample++) {
            for (int channel = 0; channel < channels(); channel++) {
                float factor = (float) (inputs[1][channel] * moments.scale(channel));
                float shift = (float) (inputs[2][channel] - moments.mean[channel] * factor);
                for (int end = at + space; at < end; at++) {
                    result[at] = inputs[0][at] * factor + shift;
                }
            }
        }
    }

    private int samples() {
        return (int) result.extent(0);
    }

    private int channels() {
        return (int) result.extent(1);
    }

    /** Mean and variance of each channel. */
    private final class Moments {
        final double[] mean = new double[channels()];
        final double[] variance = new double[channels()];

        double scale(int channel) {
            return 1 / Math.sqrt(variance[channel] + epsilon);
        }
    }

    private Moments moments(float[] x) {
        Moments moments = new Moments();
        for (int channel = 0; channel < channels(); channel++) {
            moments.mean[channel] = statistics.currentMean()[channel];
            moments.variance[channel] = statistics.currentVariance()[channel];
            if (statistics.following()) {
                moments.mean[channel] = sum(x, channel, 0, false) / count();
                moments.variance[channel] = sum(x, channel, moments.mean[channel], true) / count();
            }
        }
        return moments;
    }

    private double count() {
        return (double) samples() * space;
    }

    private double sum(float[] x, int channel, double mean, boolean squares) {
        double sum = 0;
        for (int sample = 0; sample < samples(); sample++) {
            int first = (sample * channels() + channel) * space;
            for (int at = first; at < first + space; at++) {
                double difference = x[at] - mean;
                sum += squares ? difference * difference : difference;
            }
        }
        return sum;
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        Moments moments = moments(inputs[0]);
        double[] products = new double[channels()];
        double[] sums = new double[channels()];
        for (int sample = 0; sample < samples(); sample++) {
            for (int channel = 0; channel < channels(); channel++) {
                int first = (sample * channels() + channel) * space;
                double scale = moments.scale(channel);
                for (int at = first; at < first + space; at++) {
                    products[channel] += gradient[at] * (inputs[0][at] - moments.mean[channel]) * scale;
                    sums[channel] += gradient[at];
                }
            }
        }
        Channels.put(products, byInputs[1]);
        Channels.put(sums, byInputs[2]);
        float[] byX = byInputs[0];
        if (byX != null) {
            byX(inputs, gradient, moments, products, sums, byX);
        }
    }

    private void byX(
            float[][] inputs, float[] gradient, Moments moments, double[] products, double[] sums, float[] byX) {
        double part = statistics.following() ? 1 / count() : 0;
        int at = 0;
        for (int sample = 0; sample < samples(); sample++) {
            for (int channel = 0; channel < channels(); channel++) {
                double scale = moments.scale(channel);
                double factor = inputs[1][channel] * scale;
                for (int end = at + space; at < end; at++) {
                    double normal = (inputs[0][at] - moments.mean[channel]) * scale;
                    byX[at] = (float) (factor * (gradient[at] - part * (sums[channel] + normal * products[channel])));
                }
            }
        }
    }
}
