package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;

/** What flowed through an activation while calibration data ran. */
public record EdgeValues(EdgeStatistics statistics) implements TensorValues {
    @Override
    public MomentHistogram histogram() {
        return statistics.histogram();
    }

    @Override
    public int channels() {
        return Math.max(1, statistics.channels().size());
    }

    @Override
    public Optional<MomentHistogram> channelHistogram(int channel) {
        return Optional.of(statistics.channels().get(channel).histogram());
    }

    @Override
    public Optional<Range> channelRange(int channel) {
        return Optional.of(statistics.channels().get(channel).range());
    }

    @Override
    public boolean isDead(int channel) {
        return channel < statistics.channels().size()
                && statistics.channels().get(channel).isDead();
    }
}
