package org.bitwright.runtime;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;

/**
 * Above which number an output of one number a sample says yes: one half of a probability, which a Sigmoid gives, and 0
 * of anything else, such as the logit before it.
 */
final class YesFrom {
    private static final float PROBABILITY = 0.5f;

    /** They give probabilities, also those of ONNX Runtime that compute in integers. */
    private static final Set<String> SIGMOIDS = Set.of("Sigmoid", "HardSigmoid", "com.microsoft.QLinearSigmoid");

    /** They hand numbers on, or round them. */
    private static final Set<String> MOVERS = Set.of(
            "Identity",
            "Cast",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Transpose",
            "Clip",
            "QuantizeLinear",
            "DequantizeLinear",
            "com.microsoft.QuantizeLinear",
            "com.microsoft.DequantizeLinear");

    private YesFrom() {}

    static float of(Model model, String output) {
        Map<String, Operator> makers = new HashMap<>();
        model.operators().stream().filter(operator -> !operator.nested()).forEach(operator -> operator.outputs()
                .forEach(value -> makers.put(value, operator)));
        Set<String> seen = new HashSet<>();
        String value = output;
        Operator maker = makers.get(value);
        while (maker != null && MOVERS.contains(maker.type()) && seen.add(value)) {
            value = maker.inputs().isEmpty() ? "" : maker.inputs().get(0);
            maker = makers.get(value);
        }
        return maker != null && SIGMOIDS.contains(maker.type()) ? PROBABILITY : 0;
    }
}
