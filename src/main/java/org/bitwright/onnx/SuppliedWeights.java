package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Tensor;

/**
 * Takes the numbers of constants out of a document, for a session that is given them apart: what changes from one
 * candidate to the next is neither copied into messages nor checked again.
 */
public final class SuppliedWeights {
    private static final String PLACE = "supplied";

    private SuppliedWeights() {}

    /**
     * What a session is made of that is given these constants as external data, whatever the place that the model names
     * for them.
     *
     * @throws IllegalArgumentException if the document has no float constant of a name
     */
    public static SessionSource without(OnnxDocument document, Set<String> names) throws IOException {
        ModelProto stripped = names.isEmpty() ? document.proto() : stripped(document, names);
        return document.sessionSource(stripped);
    }

    private static ModelProto stripped(OnnxDocument document, Set<String> names) {
        Map<String, Tensor> weights = ConstantSites.weights(document, names);
        GraphProto graph = document.proto().getGraph();
        GraphProto.Builder changed = graph.toBuilder();
        ConstantSites.initializers(graph, names)
                .forEach((name, index) -> changed.setInitializer(
                        index, elsewhere(ConstantSites.withoutValues(graph.getInitializer(index)))));
        Map<String, Integer> nodes = ConstantSites.constantNodes(graph, names);
        removeNodes(changed, nodes.values());
        boolean listsInitializers = document.proto().getIrVersion() < GraphAddition.INPUTS_WITHOUT_INITIALIZERS;
        for (String name : nodes.keySet()) {
            Tensor weight = weights.get(name);
            if (weight == null) {
                continue;
            }
            TensorProto.Builder tensor =
                    TensorProto.newBuilder().setName(name).setDataType(ElementTypes.code(weight.type()));
            for (long extent : weight.shape().toArray()) {
                tensor.addDims(extent);
            }
            changed.addInitializer(elsewhere(tensor));
            if (listsInitializers) {
                changed.addInput(GraphInputs.of(
                        name, ElementTypes.code(weight.type()), weight.shape().toArray()));
            }
        }
        return document.proto().toBuilder().setGraph(changed).build();
    }

    private static void removeNodes(GraphProto.Builder graph, Collection<Integer> indices) {
        indices.stream().sorted(Collections.reverseOrder()).forEach(graph::removeNode);
    }

    private static TensorProto elsewhere(TensorProto.Builder tensor) {
        return tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(PLACE))
                .build();
    }
}
