package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.runtime.InferenceException;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Values;

/** Has a child process make a session: what is sent, and what comes back. */
record OpenExchange(SharedMemory memory, Ingredients made, long session) {

    /** What a session declares. */
    record Declarations(List<Declared> inputs, List<Declared> outputs) {}

    Declarations on(Line line, Call call) throws IOException, InferenceException {
        line.scratch().begin();
        Outgoing out = line.out().begin(Word.OPEN).put(call.number()).put(session);
        byte[] model = made.source().model();
        ByteBuffer copy = line.scratch().room(model.length);
        copy.duplicate().put(model);
        out.put(memory.placeOf(copy).orElse(Place.NONE)).put(model.length);
        out.put(made.source().externalFolder().map(folder -> folder.toAbsolutePath().toString()).orElse(""));
        putOptions(out);
        Cargo cargo = new Cargo(memory, line.scratch());
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Values> entry : made.initializers().entrySet()) {
            cargo.number(entry.getValue());
            names.add(entry.getKey());
        }
        out.put(names);
        for (String name : names) {
            out.put(cargo.number(made.initializers().getOrDefault(name, Cargo.NOTHING)));
        }
        cargo.put(out);
        Answers.expect(Word.OPENED, line.ask(), line.in());
        java.lang.ref.Reference.reachabilityFence(copy);
        return new Declarations(declared(line.in()), declared(line.in()));
    }

    private void putOptions(Outgoing out) {
        out.put(made.options().threads()).put((byte) (made.options().optimizes() ? 1 : 0));
        out.put(made.options().entries().size());
        made.options().entries().forEach((entry, value) -> out.put(entry).put(value));
        out.put(made.options()
                .optimizedFile()
                .map(file -> file.toAbsolutePath().toString())
                .orElse(""));
    }

    private static List<Declared> declared(Incoming in) throws ProtocolException {
        int count = in.getCount();
        List<Declared> declared = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            declared.add(new Declared(in.getText(), in.getType(), in.getExtents()));
        }
        return declared;
    }
}
