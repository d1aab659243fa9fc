package org.bitwright.quant.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.model.ValueInfo;

/** Who makes and who takes the values of a model's main graph. */
final class Network {
    private final Model model;
    private final List<Operator> operators;
    private final Map<String, Operator> producers = new HashMap<>();
    private final Map<String, List<Operator>> consumers = new HashMap<>();
    private final Map<String, Layer> layers = new HashMap<>();
    private final Set<String> edges = new HashSet<>();
    private final Set<String> results = new HashSet<>();

    Network(Model model) {
        this.model = model;
        operators = model.operators().stream()
                .filter(operator -> !operator.nested())
                .toList();
        for (Operator operator : operators) {
            operator.outputs().forEach(output -> producers.put(output, operator));
        }
        for (Operator operator : model.operators()) {
            operator.inputs().stream().distinct().forEach(input -> consumers
                    .computeIfAbsent(input, name -> new ArrayList<>())
                    .add(operator));
        }
        for (Layer layer : model.layers()) {
            layer.operators().forEach(operator -> layers.put(operator, layer));
        }
        model.edges().stream().map(Edge::name).forEach(edges::add);
        model.outputs().stream().map(ValueInfo::name).forEach(results::add);
    }

    Model model() {
        return model;
    }

    /** Of the main graph, in its order. */
    List<Operator> operators() {
        return operators;
    }

    boolean isEdge(String value) {
        return edges.contains(value);
    }

    /** Whether a caller of the network gets a value. */
    boolean isResult(String value) {
        return results.contains(value);
    }

    Optional<Operator> producer(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    List<Operator> consumers(String value) {
        return consumers.getOrDefault(value, List.of());
    }

    /** The operator that takes a value where nothing else does, not even a caller of the network. */
    Optional<Operator> onlyConsumer(String value) {
        List<Operator> all = consumers(value);
        return all.size() == 1 && !results.contains(value) && !all.get(0).nested()
                ? Optional.of(all.get(0))
                : Optional.empty();
    }

    /** What a rectifier, the only one to take a value, makes of it; the value itself where there is none. */
    String rectified(String value) {
        return onlyConsumer(value)
                .filter(consumer -> OperatorRole.of(consumer.type()) == OperatorRole.RECTIFIER)
                .map(rectifier -> rectifier.outputs().get(0))
                .filter(edges::contains)
                .orElse(value);
    }

    /** The layer whose weight an operator takes; empty for operators without a weight. */
    Optional<Layer> layer(Operator operator) {
        return Optional.ofNullable(layers.get(operator.name()));
    }

    /** The activations that an operator takes, each once. */
    List<String> inputs(Operator operator) {
        return operator.inputs().stream().filter(edges::contains).distinct().toList();
    }

    /** The activations that an operator gives. */
    List<String> outputs(Operator operator) {
        return operator.outputs().stream().filter(edges::contains).toList();
    }

    /** Whether one of the first inputs of an operator is no activation, such as a constant. */
    boolean takesConstant(Operator operator) {
        return operator.inputs().stream().anyMatch(input -> !input.isEmpty() && !edges.contains(input));
    }

    /** The one activation that a mover hands on; empty where there is none. */
    Optional<String> moved(String value) {
        return producer(value)
                .filter(operator -> OperatorRole.of(operator.type()) == OperatorRole.MOVER)
                .filter(operator -> !operator.inputs().isEmpty())
                .map(operator -> operator.inputs().get(0))
                .filter(edges::contains);
    }
}
