package org.bitwright.ui.histogram;

import java.util.function.DoubleConsumer;
import org.bitwright.quant.ChannelLayout;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerGrids;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Rounding;

/**
 * The quantized values themselves, or an even sample of many, where bins cannot tell them: several grids at once,
 * roundings other than to the nearest, codes that were assigned.
 *
 * @param channel the channel that is sampled, or {@link HistogramViewModel#WHOLE_TENSOR}
 * @param stride every so many values of those that are shown
 */
record QuantizedSample(LayerWeights weights, LayerGrids grids, GranuleLayout layout, int channel, int stride) {
    /** The picture is drawn from a sample of about this many. */
    private static final int MOST_SAMPLES = 400_000;

    static QuantizedSample of(LayerWeights weights, QuantizedLayer state, int channel) {
        GranuleLayout layout = GranuleLayout.of(weights.layer(), state.config().granularity());
        ChannelLayout channels = ChannelLayout.of(weights.layer(), Granularity.CHANNEL);
        boolean alone = channel >= 0;
        int values = alone ? channels.valuesPerChannel() : channels.size();
        int period = alone ? channels.inner() : channels.channels() * channels.inner();
        return new QuantizedSample(weights, state.layerGrids(), layout, channel, stride(values, period));
    }

    /** Whether there is a grid for every granule; not so while weights of another model arrive. */
    boolean fits() {
        return layout.granules() == grids.size() && layout.size() == weights.values().length;
    }

    /** Gives each sampled value, which stands for {@link #stride} values. */
    void forEach(DoubleConsumer consumer) {
        if (channel < 0) {
            for (int i = 0; i < layout.size(); i += stride) {
                consumer.accept(quantized(i));
            }
            return;
        }
        ChannelLayout channels = ChannelLayout.of(weights.layer(), Granularity.CHANNEL);
        for (int i = 0; i < channels.valuesPerChannel(); i += stride) {
            int block = i / channels.inner() * channels.channels() + channel;
            consumer.accept(quantized(block * channels.inner() + i % channels.inner()));
        }
    }

    private float quantized(int index) {
        float x = weights.values()[index];
        Grid grid = grids.get(layout.granule(index));
        if (grids.rounding() instanceof Rounding.Assigned assigned) {
            return Float.isFinite(x) ? grid.decode(assigned.codes().code(index)) : x;
        }
        return grid.quantize(x, grids.rounding(), index);
    }

    /** Steps through the values so that there are not too many and every channel has its share. */
    private static int stride(int values, int period) {
        int stride = Math.max(1, (values + MOST_SAMPLES - 1) / MOST_SAMPLES);
        while (greatestCommonDivisor(stride, Math.max(1, period)) > 1) {
            stride++;
        }
        return stride;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
