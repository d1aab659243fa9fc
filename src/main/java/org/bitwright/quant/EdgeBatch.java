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
        addSampled(channels, rectified, piece, start, n, scratch);
        if (layout.inner() == 1) {
            addRows(channels, piece, start, n, clean);
        } else if (clean && layout.inner() >= SHORT_RUN) {
            addRuns(channels, rectified, piece, start, n, scratch);
        } else {
            addSingly(channels, piece, start, n, clean);
        }
    }

    private void addSampled(
            ChannelTally tally,
            @Nullable ChannelTally rectified,
            float[] piece,
            int start,
            int n,
            EdgeTally.Scratch scratch) {
        int stride = stride();
        int next;
        for (int at = 0; at < n; at = next) {
            int place = (start + at) % sampleSize;
            next = Math.min(n, at + sampleSize - place);
            if ((firstSample + (start + at) / sampleSize) % stride == 0) {
                tally.histograms().add(piece, at, next, place, layout.inner());
                if (rectified != null) {
                    EdgeTally.rectify(piece, at, next - at, scratch.rectified);
                    rectified.histograms().add(scratch.rectified, 0, next - at, place, layout.inner());
                }
            }
        }
    }

    private void addRows(ChannelTally tally, float[] piece, int start, int n, boolean clean) {
        int next;
        for (int at = 0; at < n; at = next) {
            int channel = (start + at) % layout.channels();
            next = Math.min(n, at + layout.channels() - channel);
            tally.addRow(channel, piece, at, next, clean);
        }
    }

    /** All of a channel in whole samples at once, else run after run: without a division a run, since runs may be short. */
    private void addRuns(
            ChannelTally tally,
            @Nullable ChannelTally rectified,
            float[] piece,
            int start,
            int n,
            EdgeTally.Scratch scratch) {
        int inner = layout.inner();
        int period = layout.channels() * inner;
        if (start % period == 0 && n % period == 0) {
            for (int c = 0; c < layout.channels(); c++) {
                addRuns(tally, rectified, c, piece, new ChannelTally.Runs(c * inner, n, inner, period), scratch);
            }
            return;
        }
        int channel = start / inner % layout.channels();
        int next = Math.min(n, inner - start % inner);
        for (int at = 0; at < n; next = Math.min(n, at + inner)) {
            addRuns(tally, rectified, channel, piece, ChannelTally.Runs.one(at, next), scratch);
            at = next;
            channel++;
            channel = channel == layout.channels() ? 0 : channel;
        }
    }

    private static void addRuns(
            ChannelTally tally,
            @Nullable ChannelTally rectified,
            int channel,
            float[] piece,
            ChannelTally.Runs runs,
            EdgeTally.Scratch scratch) {
        if (rectified == null) {
            tally.addRuns(channel, piece, runs);
        } else {
            tally.addRuns(channel, piece, runs, rectified, scratch);
        }
    }

    private void addSingly(ChannelTally tally, float[] piece, int start, int n, boolean clean) {
        for (int at = 0; at < n; at++) {
            int channel = (start + at) / layout.inner() % layout.channels();
            tally.addRow(channel, piece, at, at + 1, clean);
        }
    }

    /** Values that are looked at together: of whole samples {@code most} at most, of larger ones {@code usual}. */
    int pieceSize(int most, int usual) {
        return sampleSize <= most ? most / sampleSize * sampleSize : usual;
    }

    private int stride() {
        int ofChannel = sampleSize / layout.channels();
        return Math.max(1, Math.min(SAMPLED, Integer.highestOneBit(ofChannel / ENOUGH_VALUES)));
    }
}
