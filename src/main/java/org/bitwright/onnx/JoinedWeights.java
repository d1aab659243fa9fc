package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.model.Shape;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.ValueInfo;
import org.bitwright.model.WeightFile;

/**
 * Puts the tensors of a file of weights in the places of a graph's constants: same operators, same names, same element
 * types and shapes, other numbers. An input that the graph takes a weight from becomes a constant.
 */
public final class JoinedWeights {
    private final WeightFile weights;
    private final OnnxDocument graph;
    private final Map<String, TensorBytes> given = new LinkedHashMap<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();

    private JoinedWeights(WeightFile weights, OnnxDocument graph) {
        this.weights = weights;
        this.graph = graph;
    }

    /**
     * A document of the graph with the weights. Its file is that of the weights, its digest one of both files and of the
     * pairs; the numbers stay in the file until someone looks.
     *
     * @throws RefusedException if a pair names what one of both lacks, or numbers that do not fit
     */
    public static OnnxDocument join(WeightFile weights, OnnxDocument graph, List<JoinedPair> pairs) throws IOException {
        JoinedWeights joined = new JoinedWeights(weights, graph);
        pairs.forEach(joined::add);
        StringBuilder how = new StringBuilder("joined\n");
        pairs.forEach(pair -> how.append(pair).append('\n'));
        GivenTensors tensors = GivenTensors.of(joined.given, weights, graph.file());
        return OnnxDocument.joined(
                weights.path(),
                graph.proto().toBuilder().setGraph(joined.messages()).build(),
                how.toString(),
                new TensorSources(graph.sources().folder(), tensors));
    }

    private void add(JoinedPair pair) {
        Tensor tensor = weights.weights().stream()
                .map(StoredWeight::tensor)
                .filter(found -> found.name().equals(pair.tensor()))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Phrase.of("the file of weights has no tensor '%s'", Quoted.plain(pair.tensor()))));
        Place place = place(pair.initializer());
        if (place.shape().elements() != tensor.shape().elements()) {
            throw new RefusedException(Phrase.of(
                    "'%s' is %s, but '%s' is %s",
                    Quoted.plain(pair.tensor()), tensor.shape(), Quoted.plain(pair.initializer()), place.shape()));
        }
        boolean isNew = given.put(pair.initializer(), ArrangedBytes.of(tensor, pair.axes(), place.type())) == null;
        if (!isNew) {
            throw new RefusedException(Phrase.of("'%s' is given twice", Quoted.plain(pair.initializer())));
        }
        constants.put(pair.initializer(), GivenConstant.of(pair.initializer(), place.type(), place.shape()));
    }

    private record Place(ElementType type, Shape shape) {}

    private Place place(String name) {
        return graph.constant(name)
                .map(constant -> new Place(constant.type(), constant.shape()))
                .or(() -> graph.model().inputs().stream()
                        .filter(input -> input.name().equals(name)
                                && input.extents().stream().allMatch(extent -> extent != ValueInfo.FREE))
                        .findFirst()
                        .map(input -> new Place(
                                input.type(),
                                Shape.of(input.extents().stream()
                                        .mapToLong(Long::longValue)
                                        .toArray()))))
                .orElseThrow(
                        () -> new RefusedException(Phrase.of("the graph has no constant '%s'", Quoted.plain(name))));
    }

    private GraphProto messages() {
        GraphProto before = graph.proto().getGraph();
        GraphProto.Builder changed = before.toBuilder();
        Set<String> left = new HashSet<>(constants.keySet());
        ConstantSites.initializers(before, constants.keySet()).forEach((name, index) -> {
            changed.setInitializer(index, GivenConstant.inPlaceOf(before.getInitializer(index), name));
            left.remove(name);
        });
        ConstantSites.constantNodes(before, constants.keySet()).forEach((name, index) -> {
            changed.setNode(index, node(before.getNode(index), name));
            left.remove(name);
        });
        constants.forEach((name, constant) -> {
            if (left.contains(name)) {
                changed.addInitializer(constant);
            }
        });
        if (graph.proto().getIrVersion() >= GraphAddition.INPUTS_WITHOUT_INITIALIZERS) {
            changed.clearInput();
            for (ValueInfoProto input : before.getInputList()) {
                if (!left.contains(input.getName())) {
                    changed.addInput(input);
                }
            }
        }
        return changed.build();
    }

    private static NodeProto node(NodeProto before, String name) {
        NodeProto.Builder changed = before.toBuilder();
        for (int i = 0; i < before.getAttributeCount(); i++) {
            AttributeProto attribute = before.getAttribute(i);
            if (attribute.getName().equals("value")) {
                changed.setAttribute(i, attribute.toBuilder().setT(GivenConstant.inPlaceOf(attribute.getT(), name)));
            }
        }
        return changed.build();
    }
}
