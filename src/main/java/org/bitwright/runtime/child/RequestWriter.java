package org.bitwright.runtime.child;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Values;

/** Puts requests into a message, as {@link RequestReader} takes them out: names and values once each, then by number. */
final class RequestWriter {
    private final List<Request> requests;
    private final Cargo cargo;
    private final Map<String, Integer> names = new LinkedHashMap<>();

    /** Outputs of each request, in the order in which they are spoken of. */
    private final List<List<String>> outputs = new ArrayList<>();

    RequestWriter(SharedMemory memory, List<Request> requests) {
        this.requests = requests;
        this.cargo = new Cargo(memory);
    }

    /**
     * Once.
     *
     * @param scratch for values that do not lie in shared memory
     */
    void put(Outgoing out, Scratch scratch) {
        gather(scratch);
        out.put(names.keySet());
        cargo.put(out);
        out.put(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            put(requests.get(i).inputs(), out);
            out.put(outputs.get(i).size());
            outputs.get(i).forEach(name -> out.put(number(name)));
            put(requests.get(i).into(), out);
        }
    }

    /** Outputs of a request, in the order in which they are answered. */
    List<String> outputs(int request) {
        return outputs.get(request);
    }

    /** Takes over what was written to the copy of values that do not lie in shared memory. */
    void fetch(Values values) {
        cargo.fetch(values);
    }

    private void gather(Scratch scratch) {
        for (Request request : requests) {
            Set<String> all = new LinkedHashSet<>(request.outputs());
            all.addAll(request.into().keySet());
            outputs.add(List.copyOf(all));
            all.forEach(this::gather);
            gather(request.inputs(), scratch);
            gather(request.into(), scratch);
        }
    }

    private void gather(Map<String, Values> values, Scratch scratch) {
        values.forEach((name, value) -> {
            gather(name);
            cargo.load(value, scratch);
        });
    }

    private void gather(String name) {
        names.putIfAbsent(name, names.size());
    }

    private int number(String name) {
        return names.getOrDefault(name, -1);
    }

    private void put(Map<String, Values> values, Outgoing out) {
        out.put(values.size());
        values.forEach((name, value) -> out.put(number(name)).put(cargo.number(value)));
    }
}
