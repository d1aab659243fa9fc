package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bitwright.quant.target.Quantizer;

/**
 * Rounds activations of a network: everything that takes such a value takes the rounded one, in branches and loops too,
 * and so do callers where it is an output, whose name stays. The rest is left as it is.
 */
public final class ActivationQuantizers {
    private final OnnxDocument document;
    private final Map<String, Quantizer> quantizers;
    private final QuantizerNodes nodes;
    private final FreshNames names;
    private final Map<String, String> renamedInputs = new HashMap<>();

    private ActivationQuantizers(OnnxDocument document, Map<String, Quantizer> quantizers, QuantizerForm form) {
        this.document = document;
        this.quantizers = quantizers;
        this.names = new FreshNames(document.proto().getGraph());
        this.nodes = new QuantizerNodes(names, OpsetRaise.opset(document), form);
    }

    /**
     * A document that rounds these values as it runs, each exactly as {@link org.bitwright.quant.Grid#quantize} does,
     * but for values that are not finite: those beyond the ends become the ends, and what becomes of NaN is left to the
     * runtime.
     *
     * @param quantizers by value of the main graph, float32: an input of the network or what an operator gives
     * @throws IllegalArgumentException if the main graph has no value of a name, or its opset cannot express a quantizer
     */
    public static OnnxDocument insert(OnnxDocument document, Map<String, Quantizer> quantizers, QuantizerForm form)
            throws IOException {
        return quantizers.isEmpty() ? document : new ActivationQuantizers(document, quantizers, form).rewritten();
    }

    private OnnxDocument rewritten() throws IOException {
        GraphProto graph = document.proto().getGraph();
        Set<String> left = new HashSet<>(quantizers.keySet());
        for (ValueInfoProto input : graph.getInputList()) {
            Quantizer quantizer = quantizers.get(input.getName());
            if (quantizer != null && left.remove(input.getName())) {
                String rounded = names.like(input.getName() + "_quantized");
                renamedInputs.put(input.getName(), rounded);
                nodes.add(input.getName(), rounded, quantizer);
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            add(node, left);
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("the main graph computes no value "
                    + Quoted.name(left.iterator().next()));
        }
        ModelProto.Builder model = document.proto().toBuilder();
        model.getGraphBuilder().clearNode().addAllNode(nodes.all());
        if (nodes.needMicrosoft() && !importsMicrosoft()) {
            model.addOpsetImport(OperatorSetIdProto.newBuilder()
                    .setDomain(GraphAddition.MICROSOFT)
                    .setVersion(1));
        }
        return document.with(model.build());
    }

    /** Adds an operator of the network, with what rounds its results behind it. */
    private void add(NodeProto node, Set<String> left) {
        NodeProto.Builder changed = renamedInputs.isEmpty() ? node.toBuilder() : renamed(node);
        Map<String, String> rounded = new HashMap<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String value = node.getOutput(i);
            if (left.remove(value)) {
                String exact = names.like(value + "_exact");
                changed.setOutput(i, exact);
                rounded.put(value, exact);
            }
        }
        nodes.add(changed);
        rounded.forEach((value, exact) -> {
            Quantizer quantizer = quantizers.get(value);
            if (quantizer != null) {
                nodes.add(exact, value, quantizer);
            }
        });
    }

    /** The operator with rounded inputs of the network in the place of exact ones. */
    private NodeProto.Builder renamed(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            changed.setInput(i, renamed(node.getInput(i)));
        }
        for (int i = 0; i < node.getAttributeCount(); i++) {
            AttributeProto attribute = node.getAttribute(i);
            if (attribute.hasG() || attribute.getGraphsCount() > 0) {
                changed.setAttribute(i, renamed(attribute));
            }
        }
        return changed;
    }

    private AttributeProto renamed(AttributeProto attribute) {
        AttributeProto.Builder changed = attribute.toBuilder();
        if (attribute.hasG()) {
            changed.setG(renamed(attribute.getG()));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            changed.setGraphs(i, renamed(attribute.getGraphs(i)));
        }
        return changed.build();
    }

    private GraphProto renamed(GraphProto nested) {
        GraphProto.Builder changed = nested.toBuilder().clearNode();
        nested.getNodeList().forEach(node -> changed.addNode(renamed(node)));
        for (int i = 0; i < nested.getOutputCount(); i++) {
            changed.getOutputBuilder(i).setName(renamed(nested.getOutput(i).getName()));
        }
        return changed.build();
    }

    private String renamed(String value) {
        return renamedInputs.getOrDefault(value, value);
    }

    private boolean importsMicrosoft() {
        return document.proto().getOpsetImportList().stream()
                .anyMatch(set -> set.getDomain().equals(GraphAddition.MICROSOFT));
    }
}
