package org.bitwright.runtime.session;

import ai.onnxruntime.OrtException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import org.bitwright.quant.EdgeTally;
import org.bitwright.task.CancelToken;

/**
 * Counts what runs of a session give as soon as they give it, while it is in the caches of the core that made it. What
 * it needs for that is used again and again. One thread at a time.
 */
final class Counter {
    private final LocalSession session;
    private final OutputShapes shapes;
    private final Set<String> needed = new HashSet<>();
    private final OutputBuffers buffers = new OutputBuffers(LocalEngine::aligned);
    private final EdgeTally.Scratch scratch = new EdgeTally.Scratch();

    /** @param shapes that others of the session learn from, too */
    Counter(LocalSession session, OutputShapes shapes) {
        this.session = session;
        this.shapes = shapes;
        session.inputs().stream().map(Declared::name).forEach(needed::add);
    }

    void count(Counting counting, Map<String, EdgeTally> into, IntConsumer done, CancelToken cancel)
            throws InferenceException {
        try (Termination termination = new Termination(cancel);
                Tensors tensors = new Tensors()) {
            int samples = 0;
            for (Counting.Run run : counting.runs()) {
                cancel.throwIfCancelled();
                add(run, values(run, counting.outputs(run), tensors, termination), counting, into, cancel);
                samples += run.count();
                done.accept(samples);
            }
        }
    }

    private Map<String, Values> values(Counting.Run run, List<String> outputs, Tensors tensors, Termination termination)
            throws InferenceException {
        Map<String, Values> values = new HashMap<>(run.inputs());
        if (outputs.isEmpty()) {
            return values;
        }
        Map<String, Values> fed = new HashMap<>(run.inputs());
        fed.keySet().retainAll(needed);
        Request request = new Request(fed, outputs, buffers.of(outputs, run.room(), shapes));
        try {
            Map<String, Values> given =
                    session.run(request, tensors, termination).outputs();
            shapes.learn(run.room(), given);
            values.putAll(given);
            return values;
        } catch (OrtException e) {
            throw termination.failure(e);
        }
    }

    private void add(
            Counting.Run run,
            Map<String, Values> values,
            Counting counting,
            Map<String, EdgeTally> into,
            CancelToken cancel)
            throws InferenceException {
        for (String name : counting.fetched()) {
            cancel.throwIfCancelled(); // the activations of one run are many
            run.add(
                    Objects.requireNonNull(into.get(name)),
                    name,
                    Objects.requireNonNull(values.get(name), name),
                    scratch);
        }
        if (run.endsRound()) {
            into.values().forEach(EdgeTally::endRound);
        }
    }
}
