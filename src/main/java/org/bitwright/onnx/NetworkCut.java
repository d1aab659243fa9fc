package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.jspecify.annotations.Nullable;

/** Cuts an optimized network in two: what runs alike whatever some operators compute, and what does not. */
public final class NetworkCut {
    private final OptimizedNetwork network;
    private final String output;

    /** @param output that is read; others are given up */
    public NetworkCut(OptimizedNetwork network, String output) {
        this.network = network;
        this.output = output;
    }

    /** What the operators behind some, these included, take from before them to give the output: values and inputs. */
    public Set<String> before(Set<Integer> operators) {
        Set<Integer> behind = behind(operators);
        Set<String> values = new HashSet<>();
        for (int node : network.needed(output, Set.of())) {
            if (behind.contains(node)) {
                for (String name : network.taken(node)) {
                    if (network.inputs().contains(name) || isMadeBefore(name, behind)) {
                        values.add(name);
                    }
                }
            }
        }
        return values;
    }

    private boolean isMadeBefore(String name, Set<Integer> behind) {
        return network.place(name).filter(node -> !behind.contains(node)).isPresent();
    }

    private Set<Integer> behind(Set<Integer> operators) {
        Set<Integer> behind = new HashSet<>(operators);
        Set<String> made = new HashSet<>();
        // the file lists operators before those that take their results
        for (int i = 0; i < network.nodes().size(); i++) {
            if (behind.contains(i) || network.taken(i).stream().anyMatch(made::contains)) {
                behind.add(i);
                made.addAll(network.nodes().get(i).getOutputList());
            }
        }
        return behind;
    }

    /** The model with some values among its outputs, after the one that is read. */
    public byte[] exposing(Collection<String> values) {
        GraphProto.Builder graph = network.model().getGraph().toBuilder().clearOutput();
        graph.addOutput(ValueInfoProto.newBuilder().setName(output));
        values.stream()
                .filter(name -> !name.equals(output))
                .forEach(name -> graph.addOutput(ValueInfoProto.newBuilder().setName(name)));
        return network.model().toBuilder().setGraph(graph).build().toByteArray();
    }

    /**
     * The part of a network that gives the output from known values.
     *
     * @param model serialized
     * @param inputs what it is fed: known values, inputs of the network, and the constants that were made inputs
     */
    public record Part(byte[] model, Set<String> inputs) {
        public Part {
            inputs = Set.copyOf(inputs);
        }
    }

    /**
     * What has to run where some operators compute something else.
     *
     * @param changed the operators that do
     * @param known values that are known of the unchanged network, with their element types
     * @param supplied constants that become inputs
     * @param values of other constants, which replace those that they have
     */
    public Part part(
            Set<Integer> changed, Map<String, ElementType> known, Set<String> supplied, Map<String, float[]> values) {
        Set<Integer> behind = behind(changed);
        Set<String> usable = new HashSet<>(known.keySet());
        behind.forEach(node -> usable.removeAll(network.nodes().get(node).getOutputList()));
        GraphProto graph = network.model().getGraph();
        GraphProto.Builder part = graph.toBuilder()
                .clearNode()
                .clearInput()
                .clearInitializer()
                .clearValueInfo()
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder().setName(output));
        Set<String> names = new HashSet<>();
        for (int node : network.needed(output, usable)) {
            part.addNode(network.nodes().get(node));
            names.addAll(network.taken(node));
        }
        Set<String> fed = new HashSet<>();
        for (ValueInfoProto input : graph.getInputList()) {
            // A constant that is listed as an input is none to the runtime, and must not become one.
            if (names.contains(input.getName()) && !supplied.contains(input.getName())) {
                part.addInput(input);
            }
            if (names.contains(input.getName()) && network.inputs().contains(input.getName())) {
                fed.add(input.getName());
            }
        }
        for (Map.Entry<String, ElementType> value : known.entrySet()) {
            if (names.contains(value.getKey()) && usable.contains(value.getKey()) && fed.add(value.getKey())) {
                part.addInput(GraphInputs.ofType(value.getKey(), ElementTypes.code(value.getValue())));
            }
        }
        for (TensorProto constant : network.constants().values()) {
            String name = constant.getName();
            if (!names.contains(name)) {
                continue;
            }
            if (supplied.contains(name)) {
                part.addInput(GraphInputs.of(constant));
                fed.add(name);
            } else {
                part.addInitializer(replaced(constant, values.get(name)));
            }
        }
        return new Part(network.model().toBuilder().setGraph(part).build().toByteArray(), fed);
    }

    private static TensorProto replaced(TensorProto constant, float @Nullable [] values) {
        return values == null
                ? constant
                : ConstantSites.withoutValues(constant)
                        .setRawData(FloatCodec.encode(values, ElementType.FLOAT32))
                        .build();
    }
}
