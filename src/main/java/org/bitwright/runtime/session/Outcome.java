package org.bitwright.runtime.session;

import java.util.Map;

/**
 * What a run gave.
 *
 * @param outputs by name; valid as long as someone holds them
 * @param nanoseconds that the run took where it ran, without the way there and back
 */
public record Outcome(Map<String, Values> outputs, long nanoseconds) {
    public Outcome {
        outputs = Map.copyOf(outputs);
    }
}
