package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes batch normalizations out of a network whose scale and mean were folded into the layer before them: those that
 * do nothing, and those that add their shift behind a convolution without a bias, which gets the shift as its bias.
 */
public final class FoldedNormalizations {
    private final OnnxDocument document;
    private final Map<String, NodeProto> changed = new HashMap<>();
    private final Set<String> removed = new HashSet<>();

    private FoldedNormalizations(OnnxDocument document) {
        this.document = document;
    }

    /**
     * The document without them.
     *
     * @param kept values that must keep their place, such as those that are quantized
     */
    public static OnnxDocument removed(OnnxDocument document, Set<String> kept) throws IOException {
        return new FoldedNormalizations(document).rewritten(kept);
    }

    private OnnxDocument rewritten(Set<String> kept) throws IOException {
        LayerOperations operations = LayerOperations.of(document);
        Map<String, NodeProto> producers = new HashMap<>();
        for (NodeProto node : document.proto().getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
        for (LayerOperation operation : operations.all().values()) {
            NodeProto layer = producers.get(operation.output());
            Optional<LayerOperation.Normalization> normalization = operation.normalization();
            if (layer != null && normalization.isPresent() && !kept.contains(operation.output())) {
                fold(operation, layer, normalization.get());
            }
        }
        return removed.isEmpty() ? document : document.with(rewrittenModel());
    }

    private void fold(LayerOperation operation, NodeProto layer, LayerOperation.Normalization normalization)
            throws IOException {
        if (!is(normalization.scale(), 1)
                || !is(normalization.mean(), 0)
                || !is(normalization.variance(), 1 - normalization.epsilon())) {
            return;
        }
        NodeProto.Builder merged = layer.toBuilder().setOutput(0, normalization.output());
        if (!is(normalization.shift(), 0)) {
            if (operation.bias().isPresent()
                    || operation.fixedBias()
                    || !layer.getOpType().equals("Conv")) {
                return;
            }
            merged.clearInput()
                    .addInput(layer.getInput(0))
                    .addInput(layer.getInput(1))
                    .addInput(normalization.shift());
        }
        changed.put(operation.output(), merged.build());
        removed.add(normalization.output());
    }

    private boolean is(String constant, float value) throws IOException {
        for (float found : document.constant(constant).orElseThrow().readFloats()) {
            if (found != value) {
                return false;
            }
        }
        return true;
    }

    private ModelProto rewrittenModel() {
        GraphProto graph = document.proto().getGraph();
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean gone = node.getOpType().equals("BatchNormalization") && removed.contains(node.getOutput(0));
            if (!gone) {
                NodeProto merged = node.getOutputCount() == 1 ? changed.get(node.getOutput(0)) : null;
                nodes.add(merged == null ? node : merged);
            }
        }
        return UnusedValues.withoutConstants(
                document.proto(),
                graph.toBuilder().clearNode().addAllNode(nodes).build());
    }
}
