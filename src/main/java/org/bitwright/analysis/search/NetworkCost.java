package org.bitwright.analysis.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.TargetRules;

/** Works out what configurations of a network cost. */
public final class NetworkCost {
    private static final int FLOAT_BITS = 32;

    private final Model model;
    private final Map<String, Long> multiplications;
    private final Map<String, Operator> operators = new HashMap<>();
    private final Map<String, Edge> edges = new HashMap<>();

    /** @param multiplications with each layer's weight for one sample, by layer; none where they are not known */
    public NetworkCost(Model model, Map<String, Long> multiplications) {
        this.model = model;
        this.multiplications = multiplications;
        model.operators().stream()
                .filter(operator -> !operator.nested())
                .forEach(operator -> operators.putIfAbsent(operator.name(), operator));
        model.edges().forEach(edge -> edges.put(edge.name(), edge));
    }

    /** What all layers cost together. */
    public ConfigCost of(QuantConfig config) {
        return model.layers().stream()
                .map(layer -> of(layer, config.of(layer.name()), activationBits(layer, config)))
                .reduce(new ConfigCost(0, 0, 0, 0), ConfigCost::plus);
    }

    /** What one layer costs under a choice, with the activations that {@code rest} chooses. */
    public ConfigCost of(Layer layer, TensorConfig choice, QuantConfig rest) {
        return of(layer, choice, activationBits(layer, rest));
    }

    private ConfigCost of(Layer layer, TensorConfig choice, int activationBits) {
        long weights = layer.parameters();
        boolean quantized = choice.format().isQuantized();
        long bits = weights
                * (quantized ? choice.format().bits() : layer.weight().type().bits());
        long factor = quantized ? choice.format().bits() : FLOAT_BITS;
        long operations = multiplications.getOrDefault(layer.name(), 0L) * factor * activationBits;
        return new ConfigCost(StorageSize.bytes(layer, choice), bits, weights, operations);
    }

    /**
     * The width of what is multiplied with a layer's weight: 32 where that is float. Values that are only moved keep the
     * width of what they were moved from. Where a weight serves several operators, the widest counts.
     */
    int activationBits(Layer layer, QuantConfig config) {
        return layer.operators().stream()
                .flatMap(name -> Optional.ofNullable(operators.get(name)).stream())
                .mapToInt(operator ->
                        input(layer, operator).map(edge -> bits(edge, config)).orElse(FLOAT_BITS))
                .max()
                .orElse(FLOAT_BITS);
    }

    private Optional<Edge> input(Layer layer, Operator operator) {
        List<String> inputs = operator.inputs();
        return switch (operator.type()) {
            case "Gemm", "MatMul" ->
                Stream.of(0, 1).flatMap(at -> edge(inputs, at).stream()).findFirst();
            // What a cell multiplies with its recurrent weight is its own state, which no configuration rounds.
            case "LSTM", "GRU", "RNN" ->
                inputs.indexOf(layer.weight().name()) == 2 ? Optional.empty() : edge(inputs, 0);
            default -> edge(inputs, 0);
        };
    }

    private Optional<Edge> edge(List<String> inputs, int at) {
        return at < inputs.size() ? Optional.ofNullable(edges.get(inputs.get(at))) : Optional.empty();
    }

    private int bits(Edge edge, QuantConfig config) {
        Set<String> seen = new HashSet<>();
        Optional<Edge> at = Optional.of(edge);
        while (at.isPresent() && seen.add(at.get().name())) {
            if (config.activation(at.get().name()).isQuantized()) {
                return config.activation(at.get().name()).format().bits();
            }
            at = Optional.ofNullable(operators.get(at.get().producer()))
                    .filter(producer -> TargetRules.handsOn(producer.type()))
                    .flatMap(producer -> edge(producer.inputs(), 0));
        }
        return FLOAT_BITS;
    }
}
