package org.bitwright.training.graph;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.onnx.GraphDefinition;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.Normalization;
import org.bitwright.training.graph.TrainedParameter.Role;
import org.bitwright.training.graph.rule.Rearranged;
import org.bitwright.training.graph.rule.Rule;
import org.bitwright.training.graph.rule.RunningStatistics;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** A conversion under way: the graph so far, and what each value of the network has become in it. */
final class Conversion {
    /** Longer lists of integers are data, which are not reckoned with before the network runs. */
    private static final int MOST_INTEGERS = 1 << 16;

    /** Operators whose factors are rounded where a rounding is of products alone. */
    private static final Set<String> PRODUCTS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

    private static final int FACTORS = 2;

    private final SameDiff graph = SameDiff.create();
    private final GraphDefinition network;
    private final Normalization normalization;
    private final Map<String, RunningStatistics> statistics;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Value> factors = new HashMap<>();
    private final Map<String, GraphOperator> makers = new HashMap<>();
    private final Map<String, GraphParameter> parameters = new LinkedHashMap<>();
    private final Map<Value.Folded, SDVariable> constants = new IdentityHashMap<>();

    /** @param statistics of batch normalizations by the name of their mean; gets those that are not there yet */
    Conversion(GraphDefinition network, Normalization normalization, Map<String, RunningStatistics> statistics) {
        this.network = network;
        this.normalization = normalization;
        this.statistics = statistics;
        for (GraphOperator operator : network.operators()) {
            operator.outputs().forEach(output -> makers.put(output, operator));
        }
    }

    SameDiff graph() {
        return graph;
    }

    GraphDefinition network() {
        return network;
    }

    int opset() {
        return network.opset();
    }

    Normalization normalization() {
        return normalization;
    }

    Map<String, RunningStatistics> statistics() {
        return statistics;
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

    /** The operator of the network that makes a value. */
    Optional<GraphOperator> maker(String name) {
        return Optional.ofNullable(makers.get(name));
    }

    /** The parameter that a constant has become. */
    Optional<GraphParameter> parameter(String constant) {
        return Optional.ofNullable(parameters.get(constant));
    }

    void put(String name, Value value) {
        if (!name.isEmpty()) {
            values.put(name, value);
        }
    }

    /** What convolutions and matrix products take in place of a value. */
    void putFactor(String name, Value value) {
        factors.put(name, value);
    }

    void put(GraphOperator operator, SDVariable variable, Shape shape) {
        put(operator.outputs().get(0), new Value.Computed(variable, shape));
    }

    /** Adds a rule to the graph and gives what it comes to. */
    SDVariable apply(Rule rule, SDVariable... inputs) {
        return RuleOperator.of(graph, rule, inputs);
    }

    /** Adds a rule that gives the first output of an operator. */
    void put(GraphOperator operator, Rule rule, SDVariable... inputs) {
        put(operator, apply(rule, inputs), rule.result());
    }

    /**
     * What an operator takes.
     *
     * @throws Unconvertible if it is left out
     */
    Value value(GraphOperator operator, int input) throws Unconvertible, IOException {
        if (!operator.has(input)) {
            throw new Unconvertible(Phrase.of("Its input %s is missing.", input + 1));
        }
        String name = operator.inputs().get(input);
        boolean factor = input < FACTORS && PRODUCTS.contains(operator.type());
        if (factor && factors.containsKey(name)) {
            return factors.get(name);
        }
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
            throw new Unconvertible(Phrase.of("Its input '%s' is no plain value.", name));
        }
        if (!tensor.type().isWeight()) {
            return Numbers.read(tensor, MOST_INTEGERS);
        }
        return Value.Stored.of(name, tensor.shape(), network.literals().contains(name));
    }

    /** An input as the graph computes with it; a float constant is no parameter here. */
    SDVariable variable(GraphOperator operator, int input) throws Unconvertible, IOException {
        return variable(value(operator, input));
    }

    /** A value as the graph computes with it; a float constant is no parameter here. */
    SDVariable variable(Value value) throws Unconvertible, IOException {
        if (value instanceof Value.Computed computed) {
            return computed.variable();
        }
        return fixed(numbers(value).orElseThrow());
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

    /** An input whose numbers must be known before the network runs. */
    Value.Folded numbers(GraphOperator operator, int input) throws Unconvertible, IOException {
        return numbers(value(operator, input))
                .orElseThrow(() -> new Unconvertible(Phrase.of(
                        "Its input '%s' depends on what the network is given.",
                        operator.inputs().get(input))));
    }

    /** A list of integers that steers an operator. */
    long[] integers(GraphOperator operator, int input) throws Unconvertible, IOException {
        return numbers(operator, input).integers();
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

    /** A value that is trained where it is a float constant. */
    SDVariable trained(Value value, Role role) throws Unconvertible, IOException {
        return value instanceof Value.Stored stored ? parameter(stored, role) : variable(value);
    }

    /** The variable of a parameter; one that is there in another form is turned in the graph. */
    SDVariable parameter(Value.Stored stored, Role role) {
        GraphParameter there = parameters.get(stored.name());
        if (there == null) {
            there = create(stored, role);
        }
        SDVariable variable = graph.getVariable(there.variable());
        if (there.view().equals(stored.view())) {
            return moved(variable, there.graphShape(), Axes.between(there.axes(), stored.axes()));
        }
        SDVariable storage = moved(variable, there.graphShape(), Axes.inverse(there.axes()));
        return moved(graph.reshape(storage, stored.view().toArray()), stored.view(), stored.axes());
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
        graph.var(variable, Nd4j.zeros(DataType.FLOAT, parameter.graphShape().toArray()));
        parameters.put(stored.name(), parameter);
        return parameter;
    }

    /** A variable with its axes in another order. */
    SDVariable moved(SDVariable variable, Shape shape, int[] order) {
        if (Axes.areInOrder(order)) {
            return variable;
        }
        Rule rule = new Rearranged(
                "transpose", Axes.moved(shape, order), (int) shape.elements(), Axes.order(shape, order), 0);
        return apply(rule, variable);
    }
}
