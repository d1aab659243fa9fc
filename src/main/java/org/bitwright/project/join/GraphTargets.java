package org.bitwright.project.join;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.ValueInfo;
import org.bitwright.onnx.OnnxDocument;

/** Finds the constants of a graph that are its parameters, in the order in which its operators take them. */
final class GraphTargets {
    /** Whose float constants are limits, fillings, scales and the like. */
    private static final Set<String> SETTINGS =
            Set.of("Clip", "Pad", "Resize", "Upsample", "Pow", "QuantizeLinear", "DequantizeLinear");

    private final OnnxDocument graph;
    private final Set<String> wanted;
    private final Set<String> initializers = new HashSet<>();
    private final Map<String, Layer> layers = new HashMap<>();
    private final Map<String, String> biases = new HashMap<>();
    private final Map<String, ValueInfo> inputs = new HashMap<>();
    private final Map<String, JoinTarget> found = new LinkedHashMap<>();

    private GraphTargets(OnnxDocument graph, Set<String> wanted) {
        this.graph = graph;
        this.wanted = wanted;
        graph.initializers().forEach(tensor -> initializers.add(tensor.name()));
        graph.model().inputs().forEach(input -> inputs.put(input.name(), input));
        graph.model().layers().forEach(layer -> {
            layers.put(layer.weight().name(), layer);
            layer.bias()
                    .ifPresent(bias -> biases.put(bias.name(), layer.weight().name()));
        });
    }

    /** @param wanted names of the file's tensors, whole and without prefixes: a constant of such a name is one, whatever it is for */
    static List<JoinTarget> of(OnnxDocument graph, Set<String> wanted) {
        GraphTargets targets = new GraphTargets(graph, wanted);
        for (Operator operator : graph.model().operators()) {
            for (int input = 0; input < operator.inputs().size(); input++) {
                targets.visit(operator, input);
            }
        }
        return new ArrayList<>(targets.found.values());
    }

    private void visit(Operator operator, int input) {
        String name = operator.inputs().get(input);
        if (name.isEmpty() || found.containsKey(name)) {
            return;
        }
        Optional<Tensor> constant = graph.constant(name);
        if (constant.isPresent()) {
            Tensor tensor = constant.get();
            if (isParameter(tensor, operator)) {
                add(name, tensor.type(), tensor.shape(), operator, input);
            }
        } else if (wanted.contains(name) && inputs.containsKey(name)) {
            fixed(inputs.get(name))
                    .ifPresent(shape -> add(name, inputs.get(name).type(), shape, operator, input));
        }
    }

    private boolean isParameter(Tensor tensor, Operator operator) {
        if (wanted.contains(tensor.name()) || layers.containsKey(tensor.name()) || biases.containsKey(tensor.name())) {
            return true;
        }
        return initializers.contains(tensor.name())
                && tensor.type().isWeight()
                && tensor.shape().elements() > 1
                && !SETTINGS.contains(operator.type());
    }

    private static Optional<Shape> fixed(ValueInfo input) {
        return input.extents().stream().allMatch(extent -> extent != ValueInfo.FREE)
                ? Optional.of(Shape.of(
                        input.extents().stream().mapToLong(Long::longValue).toArray()))
                : Optional.empty();
    }

    private void add(String name, ElementType type, Shape shape, Operator operator, int input) {
        Optional<String> weight = Optional.ofNullable(biases.get(name));
        found.put(
                name,
                new JoinTarget(
                        name,
                        type,
                        shape,
                        operator.name(),
                        operator.type(),
                        Optional.ofNullable(layers.get(name)),
                        TensorRole.ofInput(operator.type(), input, weight.isPresent()),
                        weight));
    }
}
