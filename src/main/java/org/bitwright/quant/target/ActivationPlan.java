package org.bitwright.quant.target;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the choices of a configuration come to under the rules of its target. The simulation runs exactly this, and so
 * does what is exported.
 *
 * @param quantizers by edge: where values are rounded
 * @param carried by edge: what already lies on a grid because it was only moved there from an edge that is quantized;
 *     rounding again would change nothing, but integer runtimes want the parameters on both sides
 * @param biases by layer: biases that are stored as integers
 * @param notes what the rules did
 * @param violations what the target cannot run as it was chosen
 */
public record ActivationPlan(
        Map<String, Quantizer> quantizers,
        Map<String, Quantizer> carried,
        Map<String, BiasPlan> biases,
        List<RuleNote> notes,
        List<RuleNote> violations) {
    private static final ActivationPlan NONE = new ActivationPlan(Map.of(), Map.of(), Map.of(), List.of(), List.of());

    public ActivationPlan {
        quantizers = Collections.unmodifiableMap(new LinkedHashMap<>(quantizers));
        carried = Collections.unmodifiableMap(new LinkedHashMap<>(carried));
        biases = Collections.unmodifiableMap(new LinkedHashMap<>(biases));
        notes = List.copyOf(notes);
        violations = List.copyOf(violations);
    }

    /** No activation is quantized. */
    public static ActivationPlan none() {
        return NONE;
    }
}
