package org.bitwright.runtime.child;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitwright.runtime.session.Declared;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Values;
import org.jspecify.annotations.Nullable;

/** Has a child process make a session: what is sent, and what comes back. */
final class OpenExchange implements Exchange<OpenExchange.Declarations> {
    private final SharedMemory memory;
    private final Ingredients made;
    private final long session;
    private final Cargo cargo;
    private @Nullable ByteBuffer model;

    OpenExchange(SharedMemory memory, Ingredients made, long session) {
        this.memory = memory;
        this.made = made;
        this.session = session;
        this.cargo = new Cargo(memory);
    }

    /** What a session declares. */
    record Declarations(List<Declared> inputs, List<Declared> outputs) {}

    @Override
    public void send(Line line, Call call) throws IOException {
        line.scratch().begin();
        Outgoing out = line.out().begin(Word.OPEN).put(call.number()).put(session);
        putModel(line, out);
        out.put(made.source()
                .externalFolder()
                .map(folder -> folder.toAbsolutePath().toString())
                .orElse(""));
        putOptions(out);
        out.put(made.initializers().size());
        for (Map.Entry<String, Values> entry : made.initializers().entrySet()) {
            cargo.load(entry.getValue(), line.scratch());
            out.put(entry.getKey()).put(cargo.number(entry.getValue()));
        }
        cargo.put(out);
        line.send();
    }

    @Override
    public Declarations answer(Line line) throws IOException, InferenceException {
        Answers.expect(Word.OPENED, line.receive(), line.in());
        // The process reads the copies until now.
        Reference.reachabilityFence(model);
        Reference.reachabilityFence(cargo);
        Reference.reachabilityFence(made);
        return new Declarations(declared(line.in()), declared(line.in()));
    }

    private void putModel(Line line, Outgoing out) {
        byte[] bytes = made.source().model();
        ByteBuffer copy = line.scratch().room(bytes.length);
        copy.duplicate().put(bytes);
        model = copy;
        out.put(memory.placeOf(copy).orElse(Place.NONE)).put(bytes.length);
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
