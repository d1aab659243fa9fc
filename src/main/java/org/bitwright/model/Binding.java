package org.bitwright.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What data and network leave open about each other, as the user settled it.
 *
 * @param axes extents of free axes that the data do not tell, by {@link ValueInfo#axis name of the axis}; all positive
 * @param constants one number for each input that the data have no array for; the whole input is filled with it
 * @param output name of the output that is read; empty for the first
 * @param pooling name of an input that marks the positions of a sequence which count, with numbers other than 0: an output
 *     of positions × values is read as the mean over those, as sentence embeddings are made; empty for the whole output
 */
public record Binding(
        Map<String, Integer> axes, Map<String, Double> constants, Optional<String> output, Optional<String> pooling) {
    private static final Binding NONE = new Binding(Map.of(), Map.of(), Optional.empty(), Optional.empty());

    public Binding {
        axes = Collections.unmodifiableMap(new TreeMap<>(axes));
        constants = Collections.unmodifiableMap(new TreeMap<>(constants));
        axes.forEach((name, extent) -> {
            if (extent < 1) {
                throw new RefusedException(Phrase.of("axis '%s' needs an extent of 1 or more, not %s", name, extent));
            }
        });
        constants.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new RefusedException(Phrase.of("input '%s' needs a finite number, not %s", name, value));
            }
        });
    }

    /** Nothing is left open. */
    public static Binding none() {
        return NONE;
    }

    public Binding withAxes(Map<String, Integer> others) {
        return new Binding(others, constants, output, pooling);
    }

    public Binding withConstants(Map<String, Double> others) {
        return new Binding(axes, others, output, pooling);
    }

    public Binding withOutput(Optional<String> other) {
        return new Binding(axes, constants, other, pooling);
    }

    public Binding withPooling(Optional<String> other) {
        return new Binding(axes, constants, output, other);
    }
}
