package org.bitwright.optimize;

/**
 * Takes the mean of a layer's output error out of its bias (Nagel et al. 2019, Data-Free Quantization, section 4.2, with
 * the expectation measured on calibration samples as in its appendix D): {@code bias += E[y] − E[ŷ]}, channel by channel,
 * with the layers before already quantized and corrected.
 */
final class BiasCorrection {
    private BiasCorrection() {}

    /**
     * The corrected bias: a new array.
     *
     * @param wanted means of the float network's output
     * @param found means of the quantized network's
     */
    static float[] correct(float[] bias, ChannelMeans wanted, ChannelMeans found) {
        float[] corrected = bias.clone();
        for (int channel = 0; channel < bias.length; channel++) {
            double difference = wanted.mean(channel) - found.mean(channel);
            if (Double.isFinite(difference)) {
                corrected[channel] = (float) (bias[channel] + difference);
            }
        }
        return corrected;
    }
}
