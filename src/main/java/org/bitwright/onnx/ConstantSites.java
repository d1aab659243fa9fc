package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.Tensor;

/** Where constants of the main graph stand: among the initializers, or as the attribute of a Constant operator. */
final class ConstantSites {
    private ConstantSites() {}

    /**
     * The constants asked for.
     *
     * @throws IllegalArgumentException if the document has no constant of a name, or it holds no float weights
     */
    static Map<String, Tensor> weights(OnnxDocument document, Collection<String> names) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (String name : names) {
            Tensor tensor = document.constant(name)
                    .filter(constant -> constant.type().isWeight())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the model has no float constant " + Quoted.name(name) + " in its main graph"));
            weights.put(name, tensor);
        }
        return weights;
    }

    /** Indices of initializers by name. */
    static Map<String, Integer> initializers(GraphProto graph, Collection<String> names) {
        Set<String> wanted = new HashSet<>(names);
        Map<String, Integer> sites = new HashMap<>();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto tensor = graph.getInitializer(i);
            if (wanted.contains(tensor.getName())) {
                sites.put(tensor.getName(), i);
            }
        }
        return sites;
    }

    /** Indices of Constant operators by the name of the value that they give. */
    static Map<String, Integer> constantNodes(GraphProto graph, Collection<String> names) {
        Set<String> wanted = new HashSet<>(names);
        Map<String, Integer> sites = new HashMap<>();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            boolean constant = node.getOpType().equals("Constant") && PlacedNode.isStandard(node.getDomain());
            if (constant && node.getOutputCount() == 1 && wanted.contains(node.getOutput(0))) {
                sites.put(node.getOutput(0), i);
            }
        }
        return sites;
    }

    /** Name, type and shape of a tensor, without its numbers. */
    static TensorProto.Builder withoutValues(TensorProto tensor) {
        return tensor.toBuilder()
                .clearRawData()
                .clearFloatData()
                .clearInt32Data()
                .clearInt64Data()
                .clearDoubleData()
                .clearUint64Data()
                .clearStringData()
                .clearExternalData()
                .clearDataLocation();
    }
}
