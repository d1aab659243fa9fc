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
import org.bitwright.model.Phrase;
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
        final Phrase within;
        final boolean isFunction;
        final List<String> results;
        int position;

        @Nullable
        PlacedNode unfinished; // its results cannot be seen by the graphs nested in it

        Frame(Scope scope, List<NodeProto> nodes, Phrase within, boolean isFunction, List<String> results) {
            this.scope = scope;
            this.nodes = nodes.iterator();
            this.within = within;
            this.isFunction = isFunction;
            this.results = results;
        }

        boolean isMain() {
            return within.isEmpty();
        }

        Phrase place(Phrase what) {
            return within.isEmpty() ? what : Phrase.of("%s, %s", within, what);
        }
    }

    static CheckedGraph check(ModelProto model, Path file, TensorSources sources) throws IOException {
        GraphCheck check = new GraphCheck(file, sources);
        check.enter(model.getGraph(), null, Phrase.NONE);
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

    private void enter(GraphProto graph, @Nullable Frame around, Phrase within) throws IOException {
        Scope scope = new Scope(around == null ? null : around.scope);
        List<String> results =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        boolean isFunction = around != null && around.isFunction;
        Frame frame = new Frame(scope, graph.getNodeList(), within, isFunction, results);
        addInitializers(graph, frame);
        Set<String> inputs = new HashSet<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!inputs.add(input.getName())) {
                throw refuse(
                        frame.place(Phrase.of("input %s", Quoted.name(input.getName()))),
                        Phrase.of("the name is given twice"));
            }
            scope.add(input.getName(), new Origin.Supplied()); // an initializer of the same name is its default
        }
        frames.push(frame);
    }

    private void enter(FunctionProto function) throws IOException {
        Scope scope = new Scope(null);
        Phrase within = Phrase.of("function %s", Quoted.name(function.getName()));
        for (String input : function.getInputList()) {
            if (!scope.add(input, new Origin.Supplied())) {
                throw refuse(
                        Phrase.of("%s, input %s", within, Quoted.name(input)), Phrase.of("the name is given twice"));
            }
        }
        frames.push(new Frame(scope, function.getNodeList(), within, true, function.getOutputList()));
    }

    private void addInitializers(GraphProto graph, Frame frame) throws IOException {
        for (TensorProto tensor : graph.getInitializerList()) {
            Phrase place = frame.place(Phrase.of("tensor %s", Quoted.name(tensor.getName())));
            if (tensor.getName().isEmpty()) {
                throw refuse(place, Phrase.of("it has no name"));
            }
            addConstant(tensor.getName(), tensor, frame, place);
        }
        for (SparseTensorProto sparse : graph.getSparseInitializerList()) {
            Phrase place = frame.place(
                    Phrase.of("tensor %s", Quoted.name(sparse.getValues().getName())));
            count(sparse, place);
            define(sparse.getValues().getName(), new Origin.Sparse(), frame, place);
        }
    }

    private void addConstant(String name, TensorProto tensor, Frame frame, Phrase place) throws IOException {
        StoredTensor stored = count(tensor, place);
        Origin.Constant constant = new Origin.Constant(name, stored, !frame.isMain());
        define(name, constant, frame, place);
        if (frame.isMain()) {
            constants.put(name, constant);
        }
    }

    private void define(String name, Origin origin, Frame frame, Phrase place) throws InvalidFileException {
        if (!frame.scope.add(name, origin)) {
            throw refuse(place, Phrase.of("the name is given twice, so that nobody can tell which value is meant"));
        }
    }

    private StoredTensor count(TensorProto tensor, Phrase place) throws IOException {
        StoredTensor stored = StoredTensor.of(tensor, file, sources, place);
        try {
            parameters = Math.addExact(parameters, stored.shape().elements());
            bytes = Math.addExact(bytes, stored.bytes().size());
        } catch (ArithmeticException e) {
            throw refuse(place, Phrase.of("all tensors together are larger than any file can be"));
        }
        return stored;
    }

    private void count(SparseTensorProto sparse, Phrase place) throws IOException {
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
                throw refuse(
                        frame.place(Phrase.of("output %s", Quoted.name(result))), Phrase.of("no operator makes it"));
            }
        }
    }

    private void visit(NodeProto node, Frame frame) throws IOException {
        PlacedNode placed = new PlacedNode(node, name(node, frame.position++), frame.scope, frame.within);
        Phrase place = place(placed, frame);
        if (node.getOpType().isEmpty()) {
            throw refuse(place, Phrase.of("it has no type"));
        }
        for (String input : node.getInputList()) {
            if (!input.isEmpty() && frame.scope.find(input).isEmpty()) {
                throw refuse(
                        place,
                        Phrase.of(
                                "its input %s is made by no operator before it: the operators are out of order, run in a circle, or one is missing; export the model again",
                                Quoted.name(input)));
            }
        }
        if (!frame.isFunction) {
            operators.add(placed);
        }
        checkAttributes(placed, frame, place);
        frame.unfinished = placed;
    }

    private static Phrase place(PlacedNode placed, Frame frame) {
        return frame.place(Phrase.of("operator '%s' (%s)", placed.name(), placed.type()));
    }

    private static String name(NodeProto node, int position) {
        return node.getName().isEmpty()
                ? Quoted.plain(node.getOpType()) + "_" + position
                : Quoted.plain(node.getName());
    }

    private void addOutputs(PlacedNode placed, Frame frame) throws IOException {
        NodeProto node = placed.node();
        Phrase place = place(placed, frame);
        if (isConstant(placed)) {
            var value = placed.attribute("value").filter(AttributeProto::hasT);
            if (value.isPresent()) {
                addConstant(node.getOutput(0), value.get().getT(), frame, place);
                return;
            }
        }
        for (String output : node.getOutputList()) {
            if (!output.isEmpty()) {
                define(
                        output,
                        new Origin.Computed(placed),
                        frame,
                        Phrase.of("%s, output %s", place, Quoted.name(output)));
            }
        }
    }

    private static boolean isConstant(PlacedNode placed) {
        return placed.is("Constant") && placed.node().getOutputCount() == 1;
    }

    private void checkAttributes(PlacedNode placed, Frame frame, Phrase place) throws IOException {
        Set<String> names = new HashSet<>();
        for (AttributeProto attribute : placed.node().getAttributeList()) {
            Phrase at = Phrase.of("%s, attribute %s", place, Quoted.name(attribute.getName()));
            if (!names.add(attribute.getName())) {
                throw refuse(at, Phrase.of("the name is given twice"));
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

    private void checkTensors(AttributeProto attribute, PlacedNode placed, Phrase place) throws IOException {
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

    private void enterNested(GraphProto graph, Frame around, PlacedNode holder, Phrase place) throws IOException {
        if (frames.size() >= DEEPEST) {
            throw refuse(place, Phrase.of("graphs are nested more than %s deep", DEEPEST));
        }
        enter(graph, around, around.place(Phrase.of("%s '%s'", holder.type(), holder.name())));
    }

    private InvalidFileException refuse(Phrase place, Phrase reason) {
        return new InvalidFileException(file, place, reason);
    }
}
