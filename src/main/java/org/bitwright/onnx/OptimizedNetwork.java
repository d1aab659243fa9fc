package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network as ONNX Runtime optimized it, to be run without more optimization: its operators are those that run, so that
 * it can be cut between any two of them and still computes the same numbers to the last bit. Cut before optimization it
 * would not: what is fused depends on what else takes a value. Immutable. Good for this machine only, as its layouts are.
 */
public final class OptimizedNetwork {
    /** Operators on blocked layouts, whose weights were reordered once and for all. */
    static final String BLOCKED = "com.microsoft.nchwc";

    private final ModelProto model;
    private final List<NodeProto> nodes;
    private final List<Set<String>> taken = new ArrayList<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Set<String> inputs = new HashSet<>();

    private OptimizedNetwork(ModelProto model) {
        this.model = model;
        GraphProto graph = model.getGraph();
        this.nodes = graph.getNodeList();
        graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        graph.getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> !constants.containsKey(name))
                .forEach(inputs::add);
        for (int i = 0; i < nodes.size(); i++) {
            taken.add(taken(nodes.get(i)));
            for (String output : nodes.get(i).getOutputList()) {
                producers.put(output, i);
            }
        }
    }

    /** Reads what a session wrote when it was made. */
    public static OptimizedNetwork read(Path file) throws IOException {
        return new OptimizedNetwork(OnnxReader.read(file).model());
    }

    /** Also what graphs nested in an operator take from around them; names of their own do no harm. */
    static Set<String> taken(NodeProto node) {
        Set<String> names = new HashSet<>();
        Deque<NodeProto> left = new ArrayDeque<>(List.of(node));
        while (!left.isEmpty()) {
            NodeProto next = left.pop();
            names.addAll(next.getInputList());
            for (AttributeProto attribute : next.getAttributeList()) {
                List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
                graphs.add(attribute.getG());
                for (GraphProto graph : graphs) {
                    left.addAll(graph.getNodeList());
                    graph.getOutputList().forEach(output -> names.add(output.getName()));
                }
            }
        }
        names.remove("");
        return names;
    }

    /** What a caller supplies. */
    public Set<String> inputs() {
        return Set.copyOf(inputs);
    }

    /**
     * Where two networks of the same operators compute different things.
     *
     * @param operators places of the operators that do
     * @param constants names of the constants that differ, with the names that they have in the other network
     */
    public record Difference(Set<Integer> operators, Map<String, String> constants) {
        public Difference {
            operators = Set.copyOf(operators);
            constants = Map.copyOf(constants);
        }
    }

    /**
     * Compares what gives an output with a network that was made of the same graph: empty where it was optimized into
     * other operators. Names that the runtime made are not compared, for they differ from one time to the next.
     */
    public Optional<Difference> difference(OptimizedNetwork other, String output) {
        return NetworkMatch.of(this, other, output).map(names -> {
            Map<String, String> changed = new HashMap<>();
            constants.forEach((name, tensor) -> {
                String theirs = names.get(name);
                if (theirs != null && !sameNumbers(tensor, Objects.requireNonNull(other.constants.get(theirs)))) {
                    changed.put(name, theirs);
                }
            });
            Set<Integer> operators = new TreeSet<>();
            for (int node : needed(output, Set.of())) {
                if (taken.get(node).stream().anyMatch(changed::containsKey)) {
                    operators.add(node);
                }
            }
            return new Difference(operators, changed);
        });
    }

    private static boolean sameNumbers(TensorProto mine, TensorProto theirs) {
        return mine.toBuilder()
                .clearName()
                .build()
                .equals(theirs.toBuilder().clearName().build());
    }

    Optional<TensorProto> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    /** The operator that gives a value. */
    Optional<NodeProto> producer(String value) {
        return Optional.ofNullable(producers.get(value)).map(nodes::get);
    }

    /** This network with constants of another one, by the names of both. */
    public OptimizedNetwork with(Map<String, String> names, OptimizedNetwork other) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            String name = graph.getInitializer(i).getName();
            TensorProto theirs = names.containsKey(name) ? other.constants.get(names.get(name)) : null;
            if (theirs != null) {
                graph.setInitializer(i, theirs.toBuilder().setName(name));
            }
        }
        return new OptimizedNetwork(model.toBuilder().setGraph(graph).build());
    }

    /** This network with other operators. */
    OptimizedNetwork with(List<NodeProto> operators) {
        GraphProto.Builder graph = model.getGraph().toBuilder().clearNode().addAllNode(operators);
        return new OptimizedNetwork(model.toBuilder().setGraph(graph).build());
    }

    /** The serialized model. */
    public byte[] serialized() {
        return model.toByteArray();
    }

    /** The numbers of a float32 constant that lie in the model itself; empty for others. */
    public Optional<float[]> floats(String constant) {
        TensorProto tensor = constants.get(constant);
        if (tensor == null
                || tensor.getDataType() != TensorProto.DataType.FLOAT_VALUE
                || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
                || tensor.getRawData().isEmpty()) {
            return Optional.empty();
        }
        FloatBuffer buffer = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return Optional.of(values);
    }

    /** Extents of a constant. */
    public long[] extents(String constant) {
        TensorProto tensor = constants.get(constant);
        if (tensor == null) {
            throw new IllegalArgumentException("no constant " + Quoted.name(constant));
        }
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Whether a constant may as well be an input: only convolutions on blocked layouts take it, as weight or bias, which
     * prepare nothing from it ahead of the run.
     */
    public boolean mayBeInput(String constant) {
        for (int i = 0; i < nodes.size(); i++) {
            NodeProto node = nodes.get(i);
            if (!taken.get(i).contains(constant)) {
                continue;
            }
            boolean convolves =
                    node.getDomain().equals(BLOCKED) && node.getOpType().equals("Conv");
            if (!convolves || node.getInputList().indexOf(constant) < 1) {
                return false;
            }
        }
        return true;
    }

    /** The operators that an output needs where some values are known, in order. */
    Set<Integer> needed(String output, Set<String> known) {
        Set<Integer> needed = new TreeSet<>();
        Deque<String> wanted = new ArrayDeque<>(List.of(output));
        while (!wanted.isEmpty()) {
            String name = wanted.pop();
            Integer producer = known.contains(name) ? null : producers.get(name);
            if (producer != null && needed.add(producer)) {
                wanted.addAll(taken.get(producer));
            }
        }
        return needed;
    }

    /** Place of the operator that gives a value. */
    Optional<Integer> place(String value) {
        return Optional.ofNullable(producers.get(value));
    }

    ModelProto model() {
        return model;
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    /** What an operator takes, also for graphs nested in it. */
    Set<String> taken(int node) {
        return taken.get(node);
    }

    Map<String, TensorProto> constants() {
        return constants;
    }
}
