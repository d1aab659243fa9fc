package org.bitwright.runtime.session;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Memory that the outputs of one run after the other are written to, by one thread: a run neither allocates nor copies.
 */
public final class OutputBuffers {
    private final IntFunction<ByteBuffer> rooms;
    private final Map<String, ByteBuffer> memory = new HashMap<>();
    private final Map<String, Values> last = new HashMap<>();

    /** @param rooms gives memory of so many bytes */
    public OutputBuffers(IntFunction<ByteBuffer> rooms) {
        this.rooms = rooms;
    }

    /** Memory for those of some outputs whose shape is known; valid until the next call. */
    public Map<String, Values> of(Collection<String> names, int samples, OutputShapes shapes) {
        Map<String, Values> into = new HashMap<>();
        for (String name : names) {
            shapes.of(name, samples).ifPresent(form -> into.put(name, values(name, form)));
        }
        return into;
    }

    private Values values(String name, OutputShapes.Form form) {
        Values before = last.get(name);
        if (before != null && OutputShapes.Form.of(before).equals(form)) {
            return before;
        }
        int bytes = Math.toIntExact(form.bytes());
        ByteBuffer room = memory.get(name);
        if (room == null || room.capacity() < bytes) {
            room = rooms.apply(bytes);
            memory.put(name, room);
        }
        Values made = new Values(form.type(), form.shape(), room.slice(0, bytes).order(room.order()));
        last.put(name, made);
        return made;
    }
}
