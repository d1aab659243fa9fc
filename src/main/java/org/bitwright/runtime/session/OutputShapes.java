package org.bitwright.runtime.session;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * The types and shapes of outputs, learned from earlier runs, so that later ones write them into memory that is there.
 * An output whose first axis counts the samples is known for any number of them. Those whose shape changes otherwise are
 * left out from then on. Thread-safe.
 */
public final class OutputShapes {
    private final Map<String, Learned> learned = new ConcurrentHashMap<>();
    private final Set<String> changing = ConcurrentHashMap.newKeySet();

    /** What an output is. */
    public record Form(ElementType type, Shape shape) {
        public static Form of(Values values) {
            return new Form(values.type(), values.shape());
        }

        public long bytes() {
            return type.bytesFor(shape.elements());
        }
    }

    private record Learned(int samples, Form form) {
        Optional<Form> of(int wanted) {
            if (wanted == samples) {
                return Optional.of(form);
            }
            if (form.shape.rank() == 0 || form.shape.extent(0) != samples) {
                return Optional.empty();
            }
            long[] extents = form.shape.toArray();
            extents[0] = wanted;
            return Optional.of(new Form(form.type, Shape.of(extents)));
        }
    }

    /** What an output will be for so many samples; empty where nobody knows, or it does not fit a buffer. */
    public Optional<Form> of(String name, int samples) {
        return Optional.ofNullable(learned.get(name))
                .flatMap(known -> known.of(samples))
                .filter(form -> form.bytes() <= Integer.MAX_VALUE / 2);
    }

    /** Learns from a run on so many samples. */
    public void learn(int samples, Map<String, Values> outputs) {
        outputs.forEach((name, values) -> learn(name, samples, Form.of(values)));
    }

    private void learn(String name, int samples, Form form) {
        Learned known = learned.get(name);
        Optional<Form> expected = known == null ? Optional.empty() : known.of(samples);
        if (expected.isPresent() && !expected.get().equals(form)) {
            changing.add(name);
            learned.remove(name);
        } else if (expected.isEmpty() && isWritable(form) && !changing.contains(name)) {
            learned.put(name, new Learned(samples, form));
        }
    }

    private static boolean isWritable(Form form) {
        return (form.type.isWeight() || NativeIntegers.areFed(form.type)) && form.shape.elements() > 0;
    }
}
