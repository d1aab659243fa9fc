package org.bitwright.runtime.child;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.runtime.session.Values;

/** The values that a message speaks of, each once, by number; those outside shared memory are copied there. */
final class Cargo {
    private final SharedMemory memory;
    private final Map<Values, Integer> numbers = new IdentityHashMap<>();
    private final List<Loaded> loaded = new ArrayList<>();

    /** Values, where they lie, and the copy that lies there where they lie elsewhere. */
    private record Loaded(Values values, Place place, Optional<ByteBuffer> copy) {}

    Cargo(SharedMemory memory) {
        this.memory = memory;
    }

    /** Takes values along, unless they are already. */
    void load(Values values, Scratch scratch) {
        if (numbers.putIfAbsent(values, loaded.size()) == null) {
            loaded.add(placed(values, scratch));
        }
    }

    /** The number of values that were loaded. */
    int number(Values values) {
        return numbers.getOrDefault(values, -1);
    }

    private Loaded placed(Values values, Scratch scratch) {
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
