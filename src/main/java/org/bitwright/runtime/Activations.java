package org.bitwright.runtime;

import java.util.Map;

/** What flowed through some values of a network for a batch of samples. */
public final class Activations {
    private final Map<String, Activation> values;

    Activations(Map<String, Activation> values) {
        this.values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException if the value was not asked for */
    public Activation get(String name) {
        Activation value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the value '" + name + "' was not recorded, but " + values.keySet());
        }
        return value;
    }

    /** Number of values that one sample gave, all together. */
    long sampleSize() {
        return values.values().stream().mapToLong(Activation::sampleSize).sum();
    }
}
