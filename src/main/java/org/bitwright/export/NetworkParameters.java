package org.bitwright.export;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.OnnxDocument;

/** Which constants of a network are its parameters, and not settings of its operators. */
final class NetworkParameters {
    /** Whose float constants are limits, fillings, scales and the like. */
    private static final Set<String> SETTINGS =
            Set.of("Clip", "Pad", "Resize", "Upsample", "Pow", "QuantizeLinear", "DequantizeLinear");

    private NetworkParameters() {}

    /**
     * The float initializers that operators compute with, in the order of the file, and behind them the weights and
     * biases of layers that Constant operators give. Of weights without a network, whatever there is.
     */
    static List<Tensor> of(OnnxDocument document) {
        if (!document.hasNetwork()) {
            return document.initializers();
        }
        Set<String> used = new HashSet<>();
        for (Operator operator : document.model().operators()) {
            if (!SETTINGS.contains(operator.type())) {
                used.addAll(operator.inputs());
            }
        }
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (Tensor initializer : document.initializers()) {
            if (initializer.type().isWeight() && used.contains(initializer.name())) {
                parameters.put(initializer.name(), initializer);
            }
        }
        for (Layer layer : document.model().layers()) {
            parameters.putIfAbsent(layer.weight().name(), layer.weight());
            layer.bias().ifPresent(bias -> parameters.putIfAbsent(bias.name(), bias));
        }
        return List.copyOf(parameters.values());
    }
}
