package org.bitwright.quant;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channels of an activation; none where it has one, or where their number changes from run to run. One thread. */
final class EdgeChannels {
    private @Nullable ChannelTally channels;
    /** Whether their number changed. */
    private boolean mixed;

    /**
     * Who gathers the figures of the channels of a batch.
     *
     * @param first whether no value came before
     */
    @Nullable
    ChannelTally of(ChannelLayout layout, boolean first) {
        int count = layout.channels();
        if (channels == null && count > 1 && first) {
            channels = new ChannelTally(count, layout.inner() >= EdgeBatch.SHORT_RUN);
        }
        mixed |= count != number();
        return mixed ? null : channels;
    }

    private int number() {
        return channels == null ? 1 : channels.channels();
    }

    /**
     * Adds those of the samples behind.
     *
     * @param first whether no value came before
     * @param nothing whether no value comes with them
     */
    void add(EdgeChannels next, boolean first, boolean nothing) {
        if (first && next.channels != null && channels == null) {
            channels = new ChannelTally(next.channels.channels(), false);
        }
        if (nothing) {
            return;
        }
        mixed |= next.mixed || number() != next.number();
        if (!mixed && channels != null && next.channels != null) {
            channels.add(next.channels);
        }
    }

    void clear() {
        if (channels != null && !mixed) {
            channels.clear();
        } else {
            channels = null;
        }
        mixed = false;
    }

    List<EdgeChannel> list() {
        return channels == null || mixed ? List.of() : channels.list();
    }

    int bytes() {
        return 2 * Integer.BYTES + (channels == null || mixed ? 0 : channels.bytes());
    }

    /** Writes them in {@link #bytes()} bytes. */
    void write(ByteBuffer into) {
        ChannelTally written = mixed ? null : channels;
        into.putInt(mixed ? 1 : 0).putInt(written == null ? 0 : written.channels());
        if (written != null) {
            written.write(into);
        }
    }

    /**
     * Takes what was written. Nothing was added to these.
     *
     * @throws RuntimeException if nothing was written there
     */
    void read(ByteBuffer from) {
        mixed = from.getInt() != 0;
        int count = from.getInt();
        if (count < 0 || count > from.remaining() / ChannelTally.LEAST_BYTES) {
            throw new IllegalArgumentException(count + " channels in " + from.remaining() + " bytes");
        }
        ChannelTally read = channels;
        if (count == 0) {
            read = null;
        } else if (read == null || read.channels() != count) {
            read = new ChannelTally(count, false);
        }
        channels = read;
        if (read != null) {
            read.read(from);
        }
    }
}
