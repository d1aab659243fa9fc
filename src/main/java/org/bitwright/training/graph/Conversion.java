package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.GraphDefinition;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A conversion under way: the graph so far, and what each value of the network has become in it. */
final class Conversion {
    /** Longer lists of numbers are data, which are not reckoned with before the network runs. */
    private static final int MOST_FOLDED = 1 << 16;

    private final SameDiff graph = SameDiff.create();
    private final GraphDefinition network;
    private final Normalization normalization;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, GraphParameter> parameters = new LinkedHashMap<>();
    private final Map<Value, SDVariable> constants = new HashMap<>();

    Conversion(GraphDefinition network, Normalization normalization) {
        this.network = network;
        this.normalization = normalization;
    }

    SameDiff graph() {
        return graph;
    }

    GraphDefinition network() {
        return network;
    }

    Normalization normalization() {
        return normalization;
    }

    List<GraphParameter> parameters() {
        return new ArrayList<>(parameters.values());
    }

    /** Whether a value was converted: one that an operator with an obstacle makes was not. */
    boolean knows(String name) {
        return values.containsKey(name) || network.constants().containsKey(name);
    }

    /** What a value has become so far. */
    @Nullable
    Value find(String name) {
        return values.get(name);
    }

    void put(String name, Value value) {
        values.put(name, value);
    }

    void put(GraphOperator operator, SDVariable variable, Shape shape) {
        put(operator.outputs().get(0), new Value.Computed(variable, shape));
    }

    /**
     * What an operator takes.
     *
     * @throws Unconvertible if it is left out
     */
    Value value(GraphOperator operator, int input) throws Unconvertible, IOException {
        if (!operator.has(input)) {
            throw new Unconvertible("Its input " + (input + 1) + " is missing.");
        }
        String name = operator.inputs().get(input);
        Value known = values.get(name);
        if (known == null) {
            known = constant(name);
            values.put(name, known);
        }
        return known;
    }

    private Value constant(String name) throws Unconvertible, IOException {
        Tensor tensor = network.constants().get(name);
        if (tensor == null) {
            throw new Unconvertible("Its input '" + name + "' is no plain value.");
        }
        boolean literal = network.literals().contains(name);
        if (!tensor.type().isWeight()) {
            return Numbers.read(tensor, MOST_FOLDED);
        }
        return Value.Stored.of(name, tensor.shape(), literal);
    }

    /** An input as the graph computes with it; a float constant is no parameter here. */
    SDVariable variable(GraphOperator operator, int input) throws Unconvertible, IOException {
        return variable(value(operator, input));
    }

    SDVariable variable(Value value) throws Unconvertible, IOException {
        if (value instanceof Value.Computed computed) {
            return computed.variable();
        }
        return fixed(numbers(value).orElseThrow(() -> new Unconvertible("One of its inputs is too large a constant.")));
    }

    /** Numbers known before the network runs; empty where they follow from its inputs or parameters. */
    Optional<Value.Folded> numbers(Value value) throws Unconvertible, IOException {
        if (value instanceof Value.Folded folded) {
            return Optional.of(folded);
        }
        if (value instanceof Value.Stored stored) {
            return Optional.of(Numbers.moved(Numbers.read(tensor(stored), Integer.MAX_VALUE), stored));
        }
        return Optional.empty();
    }

    /** A list of integers that steers an operator. */
    long[] integers(GraphOperator operator, int input) throws Unconvertible, IOException {
        return numbers(value(operator, input))
                .orElseThrow(() -> new Unconvertible(
                        "Its input '" + operator.inputs().get(input) + "' depends on what the network is given."))
                .integers();
    }

    private SDVariable fixed(Value.Folded folded) {
        return constants.computeIfAbsent(folded, key -> {
            float[] floats = new float[folded.numbers().length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) folded.numbers()[i];
            }
            return graph.constant(Nd4j.create(floats, folded.shape().toArray(), 'c'));
        });
    }

    Tensor tensor(Value.Stored stored) {
        return Objects.requireNonNull(network.constants().get(stored.name()));
    }

    /**
     * An input that is trained where it is a float constant.
     *
     * @param order the axis of the input that each axis of the wanted variable is
     */
    SDVariable trained(GraphOperator operator, int input, Role role, int... order) throws Unconvertible, IOException {
        Value value = value(operator, input);
        if (value instanceof Value.Stored stored) {
            return parameter(stored.moved(order), role);
        }
        SDVariable variable = variable(value);
        return isInOrder(order) ? variable : graph.permute(variable, order);
    }

    /** The variable of a parameter; one that is there in another order is turned in the graph. */
    SDVariable parameter(Value.Stored stored, Role role) {
        GraphParameter there = parameters.get(stored.name());
        if (there == null) {
            there = create(stored, role);
        }
        SDVariable variable = graph.getVariable(there.variable());
        if (!there.view().equals(stored.view())) {
            SDVariable storage = isInOrder(there.axes()) ? variable : graph.permute(variable, inverse(there.axes()));
            variable = graph.reshape(storage, stored.view().toArray());
            return isInOrder(stored.axes()) ? variable : graph.permute(variable, stored.axes());
        }
        int[] inverse = inverse(there.axes());
        int[] order = new int[inverse.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = inverse[stored.axes()[i]];
        }
        return isInOrder(order) ? variable : graph.permute(variable, order);
    }

    private GraphParameter create(Value.Stored stored, Role role) {
        Tensor tensor = tensor(stored);
        String variable = "parameter" + parameters.size();
        GraphParameter parameter = new GraphParameter(
                new TrainedParameter(stored.name(), tensor.shape(), role),
                variable,
                tensor,
                stored.view(),
                stored.axes());
        graph.var(
                variable,
                Nd4j.zeros(DataType.FLOAT, parameter.graphShape().toArray()));
        parameters.put(stored.name(), parameter);
        return parameter;
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return inverse;
    }

    static boolean isInOrder(int[] order) {
        for (int i = 0; i < order.length; i++) {
            if (order[i] != i) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is float32 in the graph, or a constant that becomes so. */
    static boolean isFloat(Value value) {
        return !(value instanceof Value.Folded folded) || folded.type() == ElementType.FLOAT32;
    }
}
