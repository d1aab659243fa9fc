package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.export.JsonField;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.DenseStack;
import org.bitwright.model.DenseStep;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.model.Phrase;

/** What network the model file of a project belongs to, as the project file names it. */
sealed interface SavedNetwork {
    String FIELD = "network";

    /** The file's own: it is an ONNX file. All projects before version 6 are such. */
    record Own() implements SavedNetwork {}

    /** None: the file holds weights alone. */
    record None() implements SavedNetwork {}

    /**
     * An ONNX file to which the weights are joined.
     *
     * @param digest hexadecimal SHA-256 of the graph
     */
    record Graph(SavedPath graph, String digest, List<JoinedPair> pairs) implements SavedNetwork {
        public Graph {
            pairs = List.copyOf(pairs);
        }
    }

    /** Dense layers of the weights. */
    record Stack(DenseStack stack) implements SavedNetwork {}

    static SavedNetwork of(OpenedModel opened, Path projectFile) throws IOException {
        ModelSource source = opened.source();
        if (source instanceof ModelSource.Joined joined) {
            String digest = opened.files().graph().orElseThrow().digest();
            return new Graph(SavedPath.of(joined.graph(), projectFile), digest, joined.pairs());
        } else if (source instanceof ModelSource.Stacked stacked) {
            return new Stack(stacked.stack());
        }
        return source instanceof ModelSource.Weights ? new None() : new Own();
    }

    default void put(ObjectNode root) {
        if (!(this instanceof Own)) {
            root.set(FIELD, json());
        }
    }

    private ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (this instanceof Graph graph) {
            node.put("kind", "graph");
            node.set("graph", graph.graph.json().put("sha256", graph.digest));
            ArrayNode list = node.putArray("pairs");
            for (JoinedPair pair : graph.pairs) {
                ObjectNode entry = list.addObject();
                entry.put("initializer", pair.initializer()).put("tensor", pair.tensor());
                ArrayNode axes = entry.putArray("axes");
                pair.axes().forEach(axes::add);
            }
        } else if (this instanceof Stack stack) {
            node.put("kind", "stack");
            ArrayNode list = node.putArray("layers");
            for (DenseStep step : stack.stack.steps()) {
                ObjectNode entry = list.addObject().put("weight", step.weight());
                step.bias().ifPresent(bias -> entry.put("bias", bias));
                entry.put("transposed", step.transposed());
                entry.put("after", text(step.after()));
            }
        } else {
            node.put("kind", "none");
        }
        return node;
    }

    static SavedNetwork read(JsonField root) throws InvalidFileException {
        Optional<JsonField> field = root.find(FIELD);
        if (field.isEmpty()) {
            return new Own();
        }
        JsonField kind = field.get().get("kind");
        return switch (kind.text()) {
            case "none" -> new None();
            case "graph" -> graph(field.get());
            case "stack" -> new Stack(new DenseStack(steps(field.get())));
            default -> kind.fail(Phrase.of("one of none, graph and stack is expected"));
        };
    }

    private static Graph graph(JsonField from) throws InvalidFileException {
        List<JoinedPair> pairs = new ArrayList<>();
        for (JsonField pair : from.get("pairs").elements()) {
            List<Integer> axes = new ArrayList<>();
            for (JsonField axis : pair.get("axes").elements()) {
                axes.add((int) axis.integer(0, Integer.MAX_VALUE));
            }
            pairs.add(new JoinedPair(
                    pair.get("initializer").text(), pair.get("tensor").text(), axes));
        }
        JsonField graph = from.get("graph");
        return new Graph(SavedPath.read(graph), graph.get("sha256").text(), pairs);
    }

    private static List<DenseStep> steps(JsonField from) throws InvalidFileException {
        List<DenseStep> steps = new ArrayList<>();
        for (JsonField step : from.get("layers").elements()) {
            Optional<JsonField> bias = step.find("bias");
            steps.add(new DenseStep(
                    step.get("weight").text(),
                    bias.isPresent() ? Optional.of(bias.get().text()) : Optional.empty(),
                    step.get("transposed").truth(),
                    after(step.get("after"))));
        }
        return steps;
    }

    private static ActivationFunction after(JsonField from) throws InvalidFileException {
        String wanted = from.text();
        for (ActivationFunction function : ActivationFunction.values()) {
            if (text(function).equals(wanted)) {
                return function;
            }
        }
        return from.fail(Phrase.of(
                "one of %s is expected",
                Arrays.stream(ActivationFunction.values())
                        .map(SavedNetwork::text)
                        .toList()));
    }

    private static String text(ActivationFunction function) {
        return function.name().toLowerCase(Locale.ROOT);
    }
}
