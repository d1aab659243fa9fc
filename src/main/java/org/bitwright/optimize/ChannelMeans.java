package org.bitwright.optimize;

import org.bitwright.onnx.LayerOperation;
import org.bitwright.runtime.Activation;

/** The mean of each channel of a layer's output over samples and positions. */
final class ChannelMeans {
    private final LayerOperation layer;
    private final double[] sums;
    private long count;

    ChannelMeans(LayerOperation layer) {
        this.layer = layer;
        this.sums = new double[layer.geometry().outputs()];
    }

    void take(Activation output) {
        OutputErrors.ChannelRuns.visit(layer, output, (channel, from, number, stride) -> {
            double sum = 0;
            for (int i = 0, at = from; i < number; i++, at += stride) {
                sum += output.values()[at];
            }
            sums[channel] += sum;
        });
        count += output.values().length / sums.length;
    }

    double mean(int channel) {
        return sums[channel] / count;
    }
}
