package org.bitwright.runtime.session;

import java.util.List;
import java.util.Map;

/**
 * One run of a network.
 *
 * @param inputs by name
 * @param outputs names of the outputs to compute
 * @param into memory for some of the outputs, by name, which holds those whose type and shape turn out to be its own; the
 *     others are given memory of their own
 */
public record Request(Map<String, Values> inputs, List<String> outputs, Map<String, Values> into) {
    public Request {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
        into = Map.copyOf(into);
    }

    public Request(Map<String, Values> inputs, List<String> outputs) {
        this(inputs, outputs, Map.of());
    }
}
