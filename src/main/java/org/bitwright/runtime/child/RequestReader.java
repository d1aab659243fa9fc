package org.bitwright.runtime.child;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.Values;

/** Takes values and requests out of messages that have come in. */
final class RequestReader {
    private final Incoming in;
    private final MappedSegments segments;

    RequestReader(Incoming in, MappedSegments segments) {
        this.in = in;
        this.segments = segments;
    }

    /** What {@link Cargo} has put there. */
    List<Values> values() throws IOException {
        int count = in.getCount();
        List<Values> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ElementType type = in.getType();
            Shape shape = in.getShape();
            Place place = in.getPlace();
            values.add(new Values(type, shape, segments.at(place, Math.toIntExact(type.bytesFor(shape.elements())))));
        }
        return values;
    }

    /** What {@link CountExchange} has put there. */
    Counting counting() throws IOException {
        List<GatheredEdge> edges = new ArrayList<>();
        for (int left = in.getCount(); left > 0; left--) {
            edges.add(edge());
        }
        List<Counting.Run> runs = new ArrayList<>();
        for (Request request : requests()) {
            runs.add(new Counting.Run(request.inputs(), in.getInt(), in.getInt(), in.getInt(), in.getByte() != 0));
        }
        return new Counting(edges, runs);
    }

    private GatheredEdge edge() throws ProtocolException {
        String name = in.getText();
        OptionalInt axis = in.getByte() == 0 ? OptionalInt.empty() : OptionalInt.of(in.getInt());
        Optional<String> source = in.getByte() == 0 ? Optional.empty() : Optional.of(in.getText());
        return new GatheredEdge(name, axis, source);
    }

    /** What {@link RequestWriter} has put there. */
    List<Request> requests() throws IOException {
        List<String> names = in.getTexts();
        List<Values> values = values();
        int count = in.getCount();
        List<Request> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Map<String, Values> inputs = named(names, values);
            List<String> outputs = new ArrayList<>();
            for (int left = in.getCount(); left > 0; left--) {
                outputs.add(names.get(in.getInt()));
            }
            requests.add(new Request(inputs, outputs, named(names, values)));
        }
        return requests;
    }

    private Map<String, Values> named(List<String> names, List<Values> values) throws ProtocolException {
        Map<String, Values> named = new HashMap<>();
        for (int left = in.getCount(); left > 0; left--) {
            named.put(names.get(in.getInt()), values.get(in.getInt()));
        }
        return named;
    }
}
