package org.bitwright.runtime.child;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.Values;

/** The values that a message speaks of, each once, by number; those outside shared memory are copied there. */
final class Cargo {
    /** No values at all. */
    static final Values NOTHING = new Values(
            ElementType.UINT8, Shape.of(0), ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder()));

    private final SharedMemory memory;
    private final Scratch scratch;
    private final Map<Values, Integer> numbers = new IdentityHashMap<>();
    private final List<Loaded> loaded = new ArrayList<>();

    /** Values, where they lie, and the copy that lies there where they lie elsewhere. */
    private record Loaded(Values values, Place place, Optional<ByteBuffer> copy) {}

    Cargo(SharedMemory memory, Scratch scratch) {
        this.memory = memory;
        this.scratch = scratch;
    }

    int number(Values values) {
        Integer known = numbers.get(values);
        if (known == null) {
            known = loaded.size();
            numbers.put(values, known);
            loaded.add(load(values));
        }
        return known;
    }

    private Loaded load(Values values) {
        Optional<Place> place = memory.placeOf(values.bytes());
        if (place.isPresent()) {
            return new Loaded(values, place.get(), Optional.empty());
        }
        ByteBuffer copy = scratch.room(values.bytes().remaining());
        copy.duplicate().put(values.bytes().duplicate());
        return new Loaded(values, memory.placeOf(copy).orElse(Place.NONE), Optional.of(copy));
    }

    /** Takes over what was written to the copy. */
    void fetch(Values values) {
        Integer number = numbers.get(values);
        if (number != null) {
            loaded.get(number).copy.ifPresent(copy -> values.bytes().duplicate().put(copy.duplicate()));
        }
    }

    void put(Outgoing out) {
        out.put(loaded.size());
        for (Loaded each : loaded) {
            out.put(each.values.type(), each.values.shape()).put(each.place);
        }
    }
}
