package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Tensor;

/** Turns weights into inputs of the graph, so that a session that is made once can be fed other values. */
public final class PromotedWeights {
    private PromotedWeights() {}

    /**
     * A document whose weights of these names are inputs, after the ones it had, of the same names, types and shapes.
     *
     * @throws IllegalArgumentException if the document has no float constant of a name
     */
    public static OnnxDocument promote(OnnxDocument document, Collection<String> names) throws IOException {
        Map<String, Tensor> weights = ConstantSites.weights(document, names);
        GraphProto graph = document.proto().getGraph();
        GraphProto.Builder changed = graph.toBuilder();
        ConstantSites.initializers(graph, names).values().stream()
                .sorted(Collections.reverseOrder())
                .forEach(changed::removeInitializer);
        ConstantSites.constantNodes(graph, names).values().stream()
                .sorted(Collections.reverseOrder())
                .forEach(changed::removeNode);
        Set<String> listed = new HashSet<>();
        graph.getInputList().forEach(input -> listed.add(input.getName()));
        for (Tensor weight : weights.values()) {
            if (!listed.contains(weight.name())) {
                changed.addInput(GraphInputs.of(
                        weight.name(),
                        ElementTypes.code(weight.type()),
                        weight.shape().toArray()));
            }
        }
        return document.with(document.proto().toBuilder().setGraph(changed).build());
    }
}
