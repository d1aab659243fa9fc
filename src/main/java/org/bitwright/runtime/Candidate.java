package org.bitwright.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.quant.target.Quantizer;

/**
 * What is tried of a network: other values of constants, and activations that are rounded as it runs. Arrays are
 * shared: nobody writes to them.
 *
 * @param constants new values by the name of a constant, weight or bias, in storage order; others keep theirs
 * @param activations what rounds values, by edge
 */
public record Candidate(Map<String, float[]> constants, Map<String, Quantizer> activations) {
    private static final Candidate UNCHANGED = new Candidate(Map.of(), Map.of());

    public Candidate {
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
    }

    /** The network as it is. */
    public static Candidate unchanged() {
        return UNCHANGED;
    }

    /** Other constants alone. */
    public static Candidate ofWeights(Map<String, float[]> constants) {
        return new Candidate(constants, Map.of());
    }

    /** Whether it is the network as it is. */
    public boolean isFloat() {
        return constants.isEmpty() && activations.isEmpty();
    }

    /** Whether results depend on which samples run together: ranges are those of each run. */
    boolean isDynamic() {
        return activations.values().stream().anyMatch(Quantizer.Dynamic.class::isInstance);
    }
}
