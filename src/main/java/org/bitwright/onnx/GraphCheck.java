package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.jspecify.annotations.Nullable;

/**
 * Checks a graph and everything nested in it: every value is made once and before it is used, every constant holds
 * together. Walks with a stack of its own, so that no nesting can exhaust the thread's.
 */
final class GraphCheck {
    private static final int DEEPEST = 24;

    private final Path file;
    private final TensorSources sources;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final List<PlacedNode> operators = new ArrayList<>();
    private final Map<String, Origin.Constant> constants = new LinkedHashMap<>();
    private long parameters;
    private long bytes;

    private GraphCheck(Path file, TensorSources sources) {
        this.file = file;
        this.sources = sources;
    }

    /** One graph that is being walked. */
    private static final class Frame {
        final Scope scope;
        final Iterator<NodeProto> nodes;
        final String within;
        final boolean isFunction;
        final List<String> results;
        int position;

        @Nullable
        PlacedNode unfinished; // its results cannot be seen by the graphs nested in it

        Frame(Scope scope, List<NodeProto> nodes, String within, boolean isFunction, List<String> results) {
            this.scope = scope;
            this.nodes = nodes.iterator();
            this.within = within;
            this.isFunction = isFunction;
            this.results = results;
        }

        boolean isMain() {
            return within.isEmpty();
        }

        String place(String what) {
            return within.isEmpty() ? what : within + ", " + what;
        }
    }

    static CheckedGraph check(ModelProto model, Path file, TensorSources sources) throws IOException {
        GraphCheck check = new GraphCheck(file, sources);
        check.enter(model.getGraph(), null, "");
        check.walk();
        for (FunctionProto function : model.getFunctionsList()) {
            check.enter(function);
            check.walk();
        }
        return new CheckedGraph(
                List.copyOf(check.operators),
                Collections.unmodifiableMap(check.constants),
                check.parameters,
                check.bytes);
    }

    private void enter(GraphProto graph, @Nullable Frame around, String within) throws IOException {
        Scope scope = new Scope(around == null ? null : around.scope);
        List<String> results =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        boolean isFunction = around != null && around.isFunction;
        Frame frame = new Frame(scope, graph.getNodeList(), within, isFunction, results);
        addInitializers(graph, frame);
        Set<String> inputs = new HashSet<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!inputs.add(input.getName())) {
                throw refuse(frame.place("input " + Quoted.name(input.getName())), "the name is given twice");
            }
            scope.add(input.getName(), new Origin.Supplied()); // an initializer of the same name is its default
        }
        frames.push(frame);
    }

    private void enter(FunctionProto function) throws IOException {
        Scope scope = new Scope(null);
        String within = "function " + Quoted.name(function.getName());
        for (String input : function.getInputList()) {
            if (!scope.add(input, new Origin.Supplied())) {
                throw refuse(within + ", input " + Quoted.name(input), "the name is given twice");
            }
        }
        frames.push(new Frame(scope, function.getNodeList(), within, true, function.getOutputList()));
    }

    private void addInitializers(GraphProto graph, Frame frame) throws IOException {
        for (TensorProto tensor : graph.getInitializerList()) {
            String place = frame.place("tensor " + Quoted.name(tensor.getName()));
            if (tensor.getName().isEmpty()) {
                throw refuse(place, "it has no name");
            }
            addConstant(tensor.getName(), tensor, frame, place);
        }
        for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
            String place =
                    frame.place("tensor " + Quoted.name(sparse.getValues().getName()));
            count(sparse, place);
            define(sparse.getValues().getName(), new Origin.Sparse(), frame, place);
        }
    }

    private void addConstant(String name, TensorProto tensor, Frame frame, String place) throws IOException {
        StoredTensor stored = count(tensor, place);
        Origin.Constant constant = new Origin.Constant(name, stored, !frame.isMain());
        define(name, constant, frame, place);
        if (frame.isMain()) {
            constants.put(name, constant);
        }
    }

    private void define(String name, Origin origin, Frame frame, String place) throws InvalidFileException {
        if (!frame.scope.add(name, origin)) {
            throw refuse(place, "the name is given twice, so that nobody can tell which value is meant");
        }
    }

    private StoredTensor count(TensorProto tensor, String place) throws IOException {
        StoredTensor stored = StoredTensor.of(tensor, file, sources, place);
        try {
            parameters = Math.addExact(parameters, stored.shape().elements());
            bytes = Math.addExact(bytes, stored.bytes().size());
        } catch (ArithmeticException e) {
            throw refuse(place, "all tensors together are larger than any file can be");
        }
        return stored;
    }

    private void count(SparseTensorProto sparse, String place) throws IOException {
        count(sparse.getValues(), place);
        count(sparse.getIndices(), place);
    }

    private void walk() throws IOException {
        while (!frames.isEmpty()) {
            Frame frame = frames.getFirst();
            PlacedNode unfinished = frame.unfinished;
            if (unfinished != null) {
                frame.unfinished = null;
                addOutputs(unfinished, frame);
            } else if (frame.nodes.hasNext()) {
                visit(frame.nodes.next(), frame);
            } else {
                leave(frame);
                frames.pop();
            }
        }
    }

    private void leave(Frame frame) throws InvalidFileException {
        for (String result : frame.results) {
            if (!result.isEmpty() && frame.scope.find(result).isEmpty()) {
                throw refuse(frame.place("output " + Quoted.name(result)), "no operator makes it");
            }
        }
    }

    private void visit(NodeProto node, Frame frame) throws IOException {
        PlacedNode placed = new PlacedNode(node, name(node, frame.position++), frame.scope, frame.within);
        String place = place(placed, frame);
        if (node.getOpType().isEmpty()) {
            throw refuse(place, "it has no type");
        }
        for (String input : node.getInputList()) {
            if (!input.isEmpty() && frame.scope.find(input).isEmpty()) {
                throw refuse(
                        place,
                        "its input " + Quoted.name(input) + " is made by no operator before it: the operators are"
                                + " out of order, run in a circle, or one is missing; export the model again");
            }
        }
        if (!frame.isFunction) {
            operators.add(placed);
        }
        checkAttributes(placed, frame, place);
        frame.unfinished = placed;
    }

    private static String place(PlacedNode placed, Frame frame) {
        return frame.place("operator '" + placed.name() + "' (" + placed.type() + ")");
    }

    private static String name(NodeProto node, int position) {
        return node.getName().isEmpty()
                ? Quoted.plain(node.getOpType()) + "_" + position
                : Quoted.plain(node.getName());
    }

    private void addOutputs(PlacedNode placed, Frame frame) throws IOException {
        NodeProto node = placed.node();
        String place = place(placed, frame);
        if (isConstant(placed)) {
            var value = placed.attribute("value").filter(AttributeProto::hasT);
            if (value.isPresent()) {
                addConstant(node.getOutput(0), value.get().getT(), frame, place);
                return;
            }
        }
        for (String output : node.getOutputList()) {
            if (!output.isEmpty()) {
                define(output, new Origin.Computed(placed), frame, place + ", output " + Quoted.name(output));
            }
        }
    }

    private static boolean isConstant(PlacedNode placed) {
        return placed.is("Constant") && placed.node().getOutputCount() == 1;
    }

    private void checkAttributes(PlacedNode placed, Frame frame, String place) throws IOException {
        Set<String> names = new HashSet<>();
        for (AttributeProto attribute : placed.node().getAttributeList()) {
            String at = place + ", attribute " + Quoted.name(attribute.getName());
            if (!names.add(attribute.getName())) {
                throw refuse(at, "the name is given twice");
            }
            checkTensors(attribute, placed, at);
            if (attribute.hasG()) {
                enterNested(attribute.getG(), frame, placed, at);
            }
            for (GraphProto graph : attribute.getGraphsList()) {
                enterNested(graph, frame, placed, at);
            }
        }
    }

    private void checkTensors(AttributeProto attribute, PlacedNode placed, String place) throws IOException {
        boolean countedAsValue = isConstant(placed) && attribute.getName().equals("value");
        if (attribute.hasT() && !countedAsValue) {
            count(attribute.getT(), place);
        }
        for (TensorProto tensor : attribute.getTensorsList()) {
            count(tensor, place);
        }
        if (attribute.hasSparseTensor()) {
            count(attribute.getSparseTensor(), place);
        }
        for (SparseTensorProto sparse : attribute.getSparseTensorsList()) {
            count(sparse, place);
        }
    }

    private void enterNested(GraphProto graph, Frame around, PlacedNode holder, String place) throws IOException {
        if (frames.size() >= DEEPEST) {
            throw refuse(place, "graphs are nested more than " + DEEPEST + " deep");
        }
        enter(graph, around, around.place(holder.type() + " '" + holder.name() + "'"));
    }

    private InvalidFileException refuse(String place, String reason) {
        return new InvalidFileException(file, place, reason);
    }
}
