package org.bitwright.training.graph.rule;

import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalization as inference has it: the affine function of each channel that the mean and the variance of training
 * make. Inputs: x, gain and offset.
 *
 * @param samples number of samples
 * @param space number of places of a channel in a sample
 * @param mean of each channel
 * @param scale 1 over the standard deviation of each channel
 */
public record AffineNormalization(Shape result, int samples, int space, float[] mean, float[] scale) implements Rule {

    @Override
    public String name() {
        return "batch normalization";
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < mean.length; channel++) {
                float factor = inputs[1][channel] * scale[channel];
                float shift = inputs[2][channel] - mean[channel] * factor;
                for (int end = at + space; at < end; at++) {
                    result[at] = inputs[0][at] * factor + shift;
                }
            }
        }
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] x = inputs[0];
        double[] products = new double[mean.length];
        double[] sums = new double[mean.length];
        int at = 0;
        for (int sample = 0; sample < samples; sample++) {
            for (int channel = 0; channel < mean.length; channel++) {
                double product = 0;
                double sum = 0;
                for (int end = at + space; at < end; at++) {
                    product += (double) gradient[at] * (x[at] - mean[channel]);
                    sum += gradient[at];
                }
                products[channel] += product;
                sums[channel] += sum;
            }
        }
        Channels.put(products, scale, byInputs[1]);
        Channels.put(sums, byInputs[2]);
        float[] byX = byInputs[0];
        if (byX != null) {
            Channels.scale(gradient, inputs[1], scale, byX, samples, space);
        }
    }
}
