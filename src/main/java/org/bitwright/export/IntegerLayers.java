package org.bitwright.export;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.onnx.LinearWeight;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.jspecify.annotations.Nullable;

/**
 * Which layers get 8-bit integers from the activations before them, so that a runtime can compute them in integers.
 *
 * @param layers by name
 * @param activations every activation that is quantized or carried
 */
record IntegerLayers(Set<String> layers, Set<String> activations) {

    static IntegerLayers of(Model model, ActivationPlan plan) {
        Map<String, Quantizer> quantizers = new HashMap<>(plan.quantizers());
        quantizers.putAll(plan.carried());
        Map<String, Operator> operators = new HashMap<>();
        model.operators().stream()
                .filter(operator -> !operator.nested())
                .forEach(operator -> operators.put(operator.name(), operator));
        Set<String> layers = new HashSet<>();
        for (Layer layer : model.layers()) {
            if (layer.operators().stream().allMatch(name -> takesBytes(operators.get(name), quantizers))) {
                layers.add(layer.name());
            }
        }
        return new IntegerLayers(layers, quantizers.keySet());
    }

    private static boolean takesBytes(@Nullable Operator operator, Map<String, Quantizer> quantizers) {
        if (operator == null) {
            return false;
        }
        List<String> inputs = operator.inputs();
        return !inputs.isEmpty() && isBytes(quantizers.get(inputs.get(0)));
    }

    private static boolean isBytes(@Nullable Quantizer quantizer) {
        return quantizer instanceof Quantizer.Dynamic
                || quantizer instanceof Quantizer.Static fixed
                        && fixed.grid() instanceof UniformGrid grid
                        && grid.levels() <= 256;
    }

    boolean contains(Layer layer) {
        return layers.contains(layer.name());
    }

    /**
     * Whether ONNX Runtime (1.26) would fuse a layer and then fail to run it: its integer convolution takes one zero
     * point.
     */
    boolean refuses(Layer layer, LinearWeight weight) {
        return contains(layer)
                && layer.op().equals("Conv")
                && !weight.axis().isBlocked()
                && Arrays.stream(weight.zeroPoints()).distinct().count() > 1;
    }
}
