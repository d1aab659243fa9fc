package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;

/** The weights of a layer. */
public record LayerValues(LayerWeights weights) implements TensorValues {
    @Override
    public MomentHistogram histogram() {
        return weights.histogram();
    }

    @Override
    public int channels() {
        return weights.channels();
    }

    @Override
    public Optional<MomentHistogram> channelHistogram(int channel) {
        return Optional.of(weights.channelHistogram(channel));
    }

    @Override
    public Optional<Range> channelRange(int channel) {
        return Optional.empty();
    }

    @Override
    public boolean isDead(int channel) {
        return weights.flags().deadChannels().contains(channel);
    }
}
