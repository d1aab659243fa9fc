package org.bitwright.quant;

import org.jspecify.annotations.Nullable;

/**
 * How the values of a batch lie, and who gathers the figures of its channels.
 *
 * @param channels nobody where the number of channels changes from batch to batch, or is one
 * @param firstSample number of the sample that is first
 * @param sampleSize values of one sample
 */
record EdgeBatch(ChannelLayout layout, @Nullable ChannelTally channels, int firstSample, int sampleSize) {
    /** Channels' histograms are made of every so many samples at most; of all where samples give a channel few values. */
    private static final int SAMPLED = EdgeTally.SAMPLED;

    /** Values of a channel that a sample counts for at least, of those that are left out. */
    private static final int ENOUGH_VALUES = 2;

    /** Shorter runs of a channel are added value by value. */
    static final int SHORT_RUN = 8;

    /** Whether another batch lies alike, so that the channels of both are gathered in one go. */
    boolean isLike(EdgeBatch other) {
        boolean none = channels == null && other.channels == null;
        boolean runs = channels != null && other.channels != null && layout.inner() >= SHORT_RUN;
        return layout.equals(other.layout) && (none || runs);
    }

    /**
     * Adds the figures of channels.
     *
     * @param start place of {@code piece[0]} in the batch
     * @param clean whether the piece's first {@code n} values are all finite
     * @param rectified to which the same values are added, those below 0 made 0, if this {@link #isLike} their batch
     */
    void addChannels(
            float[] piece,
            int start,
            int n,
            boolean clean,
            @Nullable ChannelTally rectified,
            EdgeTally.Scratch scratch) {
        if (channels == null) {
            return;
        }
        if (layout.inner() == 1) {
            addRows(channels, piece, start, n, clean);
        } else if (clean && layout.inner() >= SHORT_RUN) {
            addRuns(channels, rectified, piece, start, n, scratch);
        } else {
            addSingly(channels, piece, start, n, clean);
        }
    }

    private void addRows(ChannelTally tally, float[] piece, int start, int n, boolean clean) {
        int stride = stride();
        int next;
        for (int at = 0; at < n; at = next) {
            int channel = (start + at) % layout.channels();
            next = Math.min(n, at + layout.channels() - channel);
            tally.addRow(channel, piece, at, next, isSampled(start + at, stride), clean);
        }
    }

    /** Without a division a run, since runs may be short. */
    private void addRuns(
            ChannelTally tally,
            @Nullable ChannelTally rectified,
            float[] piece,
            int start,
            int n,
            EdgeTally.Scratch scratch) {
        int stride = stride();
        int channel = start / layout.inner() % layout.channels();
        boolean sampled = isSampled(start, stride);
        int next = Math.min(n, layout.inner() - start % layout.inner());
        for (int at = 0; at < n; next = Math.min(n, at + layout.inner())) {
            if (rectified == null) {
                tally.addRun(channel, piece, at, next, sampled, scratch);
            } else {
                tally.addRun(channel, piece, at, next, sampled, rectified, scratch);
            }
            at = next;
            channel++;
            if (channel == layout.channels()) {
                channel = 0;
                sampled = isSampled(start + at, stride);
            }
        }
    }

    private void addSingly(ChannelTally tally, float[] piece, int start, int n, boolean clean) {
        int stride = stride();
        for (int at = 0; at < n; at++) {
            int channel = (start + at) / layout.inner() % layout.channels();
            tally.addRow(channel, piece, at, at + 1, isSampled(start + at, stride), clean);
        }
    }

    private boolean isSampled(int place, int stride) {
        return (firstSample + place / sampleSize) % stride == 0;
    }

    private int stride() {
        int ofChannel = sampleSize / layout.channels();
        return Math.max(1, Math.min(SAMPLED, Integer.highestOneBit(ofChannel / ENOUGH_VALUES)));
    }
}
