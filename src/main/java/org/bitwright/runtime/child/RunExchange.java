package org.bitwright.runtime.child;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Values;

/**
 * Has a child process run requests. It answers which outputs it wrote to the memory that they were given, and what
 * memory the others need; they are given some, and it writes them there.
 */
final class RunExchange implements Exchange<List<Outcome>> {
    /** Smaller outputs share a room. */
    private static final int MOST_SHARED = 1 << 18;

    private static final int ALIGNMENT = 64;

    private final SharedMemory memory;
    private final List<Request> requests;
    private final long session;
    private final RequestWriter writer;

    RunExchange(SharedMemory memory, long session, List<Request> requests) {
        this.memory = memory;
        this.session = session;
        this.requests = requests;
        this.writer = new RequestWriter(memory, requests);
    }

    @Override
    public void send(Line line, Call call) throws IOException {
        line.scratch().begin();
        writer.put(line.out().begin(Word.RUN).put(call.number()).put(session), line.scratch());
        line.send();
    }

    @Override
    public List<Outcome> answer(Line line) throws IOException, InferenceException {
        Word answer = line.receive();
        boolean holds = answer == Word.HOLDS;
        if (!holds) {
            Answers.expect(Word.DONE, answer, line.in());
        }
        List<Outcome> outcomes = outcomes(holds, line);
        Reference.reachabilityFence(requests);
        return outcomes;
    }

    /** An output that the child holds until it is told where to. */
    private record Held(int request, String name, ElementType type, Shape shape, int bytes) {}

    private List<Outcome> outcomes(boolean holds, Line line) throws IOException, InferenceException {
        List<Held> held = new ArrayList<>();
        List<Map<String, Values>> given = new ArrayList<>();
        long[] nanoseconds = new long[requests.size()];
        for (int i = 0; i < requests.size(); i++) {
            nanoseconds[i] = line.in().getLong();
            given.add(new HashMap<>());
            for (String name : writer.outputs(i)) {
                outcome(i, name, line.in(), given.get(i), held);
            }
        }
        if (holds == held.isEmpty()) {
            throw new ProtocolException("it says that it holds outputs, or that it does not, and the list differs");
        }
        if (holds) {
            place(held, given, line);
        }
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            outcomes.add(new Outcome(given.get(i), nanoseconds[i]));
        }
        return outcomes;
    }

    private void outcome(int request, String name, Incoming in, Map<String, Values> given, List<Held> held)
            throws ProtocolException {
        if (in.getByte() != 0) {
            Values into = requests.get(request).into().get(name);
            if (into == null) {
                throw new ProtocolException("it wrote to memory that output '" + name + "' was not given");
            }
            writer.fetch(into);
            given.put(name, into);
            return;
        }
        ElementType type = in.getType();
        Shape shape = in.getShape();
        long bytes;
        try {
            bytes = type.bytesFor(shape.elements());
        } catch (ArithmeticException e) {
            bytes = Long.MAX_VALUE;
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new ProtocolException("an output of shape " + shape + " " + type + " is beyond measure");
        }
        held.add(new Held(request, name, type, shape, (int) bytes));
    }

    private void place(List<Held> held, List<Map<String, Values>> given, Line line)
            throws IOException, InferenceException {
        List<ByteBuffer> rooms = rooms(held);
        Outgoing out = line.out().begin(Word.PLACE).put(held.size());
        for (int i = 0; i < held.size(); i++) {
            ByteBuffer room = rooms.get(i);
            out.put(memory.placeOf(room).orElse(Place.NONE));
            Held each = held.get(i);
            given.get(each.request).put(each.name, new Values(each.type, each.shape, room));
        }
        line.send();
        Answers.expect(Word.PLACED, line.receive(), line.in());
    }

    private List<ByteBuffer> rooms(List<Held> held) {
        int shared = 0;
        for (Held each : held) {
            shared = Math.addExact(shared, isShared(each) ? aligned(each.bytes) : 0);
        }
        ByteBuffer all = memory.room(shared);
        List<ByteBuffer> rooms = new ArrayList<>(held.size());
        int at = 0;
        for (Held each : held) {
            if (isShared(each)) {
                rooms.add(all.slice(at, each.bytes).order(ByteOrder.nativeOrder()));
                at += aligned(each.bytes);
            } else {
                rooms.add(memory.room(each.bytes));
            }
        }
        return rooms;
    }

    private static boolean isShared(Held held) {
        return held.bytes <= MOST_SHARED;
    }

    private static int aligned(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
