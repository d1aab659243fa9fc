package org.bitwright.runtime.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Session;
import org.bitwright.task.CancelToken;

/** Counts for the {@link Desk} of one line, and tells how far it has come. */
final class CountDesk {
    /** How often that is told. */
    private static final long TELL_NANOSECONDS = 100_000_000;

    private final Office office;
    private final SocketChannel channel;
    private final Incoming in;
    private final Outgoing out;
    private long told;

    CountDesk(Office office, SocketChannel channel, Incoming in, Outgoing out) {
        this.office = office;
        this.channel = channel;
        this.in = in;
        this.out = out;
    }

    /** Counts in a place that was taken, and lets others have it between two runs. */
    Map<String, EdgeTally> counted(Counting counting, OpenSession open, Session session, CancelToken cancel)
            throws InferenceException {
        Map<String, EdgeTally> tallies = open.tallies(counting.edges());
        told = System.nanoTime();
        session.count(counting, tallies, samples -> told(samples, cancel), cancel);
        return tallies;
    }

    private void told(int samples, CancelToken cancel) {
        office.places().letOthers(cancel);
        long now = System.nanoTime();
        if (now - told > TELL_NANOSECONDS) {
            told = now;
            try {
                out.begin(Word.COUNTING).put(samples).send(channel);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes what was counted where the program wants it, and lets it be used again. */
    void answer(Counting counting, Map<String, EdgeTally> tallies, OpenSession open) throws IOException {
        int bytes = 0;
        for (EdgeTally tally : tallies.values()) {
            bytes = Math.addExact(bytes, tally.bytes());
        }
        out.begin(Word.COUNTED).put(bytes).send(channel);
        if (in.receive(channel) != Word.PLACE) {
            throw new ProtocolException("the place of what was counted was to come");
        }
        ByteBuffer into = office.segments().at(in.getPlace(), bytes);
        for (EdgeTally tally : tallies.values()) {
            tally.write(into);
            tally.clear();
        }
        open.giveBack(counting.edges(), tallies);
        out.begin(Word.PLACED);
    }
}
