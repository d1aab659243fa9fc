package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.Map;
import org.bitwright.model.Tensor;

/**
 * Replaces the values of weights and nothing else: same graph, same names, same element types. This is the simulated
 * (fake-quantized) export.
 */
public final class SimulatedWeights {
    private SimulatedWeights() {}

    /**
     * A document with new values. They are stored in the tensors' own types, rounded half to even, and in the model
     * itself, also where the tensor's data were external.
     *
     * @param values by weight tensor name, row-major in storage layout; NaN and infinities are written as they are
     * @throws IllegalArgumentException if the document has no float constant of a name, or the number of values differs
     */
    public static OnnxDocument replace(OnnxDocument document, Map<String, float[]> values) throws IOException {
        Map<String, Tensor> weights = ConstantSites.weights(document, values.keySet());
        GraphProto graph = document.proto().getGraph();
        GraphProto.Builder changed = graph.toBuilder();
        ConstantSites.initializers(graph, values.keySet())
                .forEach((name, index) -> changed.setInitializer(
                        index, replaced(graph.getInitializer(index), weight(weights, name), values)));
        ConstantSites.constantNodes(graph, values.keySet())
                .forEach((name, index) ->
                        changed.setNode(index, replaced(graph.getNode(index), weight(weights, name), values)));
        return document.with(document.proto().toBuilder().setGraph(changed).build());
    }

    private static Tensor weight(Map<String, Tensor> weights, String name) {
        Tensor weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no weight " + Quoted.name(name));
        }
        return weight;
    }

    private static NodeProto replaced(NodeProto node, Tensor weight, Map<String, float[]> values) {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.getName().equals("value")) {
                changed.setAttribute(i, attribute.toBuilder().setT(replaced(attribute.getT(), weight, values)));
            }
        }
        return changed.build();
    }

    private static TensorProto replaced(TensorProto tensor, Tensor weight, Map<String, float[]> values) {
        float[] numbers = values.getOrDefault(weight.name(), new float[0]);
        if (numbers.length != weight.shape().elements()) {
            throw new IllegalArgumentException("weight " + Quoted.name(weight.name()) + " has "
                    + weight.shape().elements() + " values, but " + numbers.length + " are given");
        }
        return ConstantSites.withoutValues(tensor)
                .setRawData(FloatCodec.encode(numbers, weight.type()))
                .build();
    }
}
