package org.bitwright.runtime.child;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bitwright.quant.EdgeTally;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Request;

/**
 * Has a child process run requests and count what they give. It tells how far it has come, at last how many bytes the
 * counts take, is given room for them, and writes them there.
 */
final class CountExchange implements Exchange<Boolean> {
    /** Of counts: with what is spare, they fit a buffer. */
    private static final int MOST_BYTES = 1 << 30;

    private final CountedRooms rooms;
    private final long session;
    private final Counting counting;
    private final Map<String, EdgeTally> into;
    private final IntConsumer done;

    /** @param into is filled when all is counted, whatever it holds before */
    CountExchange(CountedRooms rooms, long session, Counting counting, Map<String, EdgeTally> into, IntConsumer done) {
        this.rooms = rooms;
        this.session = session;
        this.counting = counting;
        this.into = into;
        this.done = done;
    }

    @Override
    public void send(Line line, Call call) throws IOException {
        line.scratch().begin();
        Outgoing out = line.out().begin(Word.COUNT).put(call.number()).put(session);
        out.put(counting.edges().size());
        counting.edges().forEach(edge -> put(edge, out));
        List<Request> requests = counting.runs().stream()
                .map(run -> new Request(run.inputs(), List.of()))
                .toList();
        new RequestWriter(rooms.memory(), requests).put(out, line.scratch());
        for (Counting.Run run : counting.runs()) {
            out.put(run.first()).put(run.count()).put(run.room()).put((byte) (run.endsRound() ? 1 : 0));
        }
        line.send();
    }

    private static void put(GatheredEdge edge, Outgoing out) {
        out.put(edge.name()).put((byte) (edge.channelAxis().isPresent() ? 1 : 0));
        edge.channelAxis().ifPresent(out::put);
        out.put((byte) (edge.rectifiedFrom().isPresent() ? 1 : 0));
        edge.rectifiedFrom().ifPresent(out::put);
    }

    @Override
    public Boolean answer(Line line) throws IOException, InferenceException {
        Word answer = line.receive();
        while (answer == Word.COUNTING) {
            done.accept(within(line.in().getInt(), samples()));
            answer = line.receive();
        }
        Answers.expect(Word.COUNTED, answer, line.in());
        Reference.reachabilityFence(counting);
        int bytes = within(line.in().getInt(), MOST_BYTES);
        ByteBuffer room = rooms.taken(bytes);
        line.out().begin(Word.PLACE).put(rooms.memory().placeOf(room).orElse(Place.NONE));
        line.send();
        Answers.expect(Word.PLACED, line.receive(), line.in());
        read(room.slice(0, bytes).order(room.order()));
        rooms.give(room);
        return true;
    }

    private int samples() {
        return counting.runs().stream().mapToInt(Counting.Run::count).sum();
    }

    private static int within(int number, int most) throws ProtocolException {
        if (number < 0 || number > most) {
            throw new ProtocolException("it speaks of " + number + " where " + most + " are the most");
        }
        return number;
    }

    private void read(ByteBuffer counts) throws ProtocolException {
        try {
            for (EdgeTally tally : into.values()) {
                tally.clear();
                tally.read(counts);
            }
        } catch (RuntimeException e) {
            throw new ProtocolException("what it has counted cannot be read: " + e.getMessage());
        }
    }
}
