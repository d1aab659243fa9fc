package org.bitwright.onnx;

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
 * and so do callers where it is an output, whose name stays; of one that is rounded dynamically only convolutions and
 * products do. The rest is left as it is.
 */
public final class ActivationQuantizers {
    /** The first version of the standard operators with DynamicQuantizeLinear. */
    private static final int DYNAMIC_OPSET = 11;

    private final OnnxDocument document;
    private final Map<String, Quantizer> quantizers;
    private final QuantizerNodes nodes;
    private final FreshNames names;
    private final NonNegativeValues nonNegative;
    private final ValueRenames renames = new ValueRenames();
    private final Map<String, String> dynamic = new HashMap<>();

    private ActivationQuantizers(OnnxDocument document, Map<String, Quantizer> quantizers, QuantizerForm form) {
        this.document = document;
        this.quantizers = quantizers;
        this.names = new FreshNames(document.proto().getGraph());
        this.nodes = new QuantizerNodes(names, OpsetRaise.opset(document), form);
        this.nonNegative = new NonNegativeValues(document);
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
        if (quantizers.isEmpty()) {
            return document;
        }
        return new ActivationQuantizers(raised(document, quantizers), quantizers, form).rewritten();
    }

    /** An older document in the form of the version that quantizes dynamically, where it is asked for and can be had. */
    private static OnnxDocument raised(OnnxDocument document, Map<String, Quantizer> quantizers) throws IOException {
        boolean dynamic = quantizers.values().stream().anyMatch(Quantizer.Dynamic.class::isInstance);
        return dynamic && OpsetRaise.obstacles(document, DYNAMIC_OPSET).isEmpty()
                ? OpsetRaise.raise(document, DYNAMIC_OPSET)
                : document;
    }

    private OnnxDocument rewritten() throws IOException {
        GraphProto graph = document.proto().getGraph();
        Set<String> left = new HashSet<>(quantizers.keySet());
        for (ValueInfoProto input : graph.getInputList()) {
            Quantizer quantizer = quantizers.get(input.getName());
            if (quantizer != null && left.remove(input.getName())) {
                addBehind(input.getName(), quantizer);
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            nonNegative.add(node);
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
        NodeProto.Builder changed = DynamicInputs.of(renames.of(node), dynamic);
        Map<String, String> rounded = new HashMap<>();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String value = node.getOutput(i);
            if (left.contains(value) && quantizers.get(value) instanceof Quantizer.Static) {
                left.remove(value);
                String exact = names.like(value + "_exact");
                changed.setOutput(i, exact);
                rounded.put(value, exact);
            }
        }
        nodes.add(changed);
        rounded.forEach((value, exact) -> {
            Quantizer quantizer = quantizers.get(value);
            if (quantizer != null) {
                nodes.add(exact, value, quantizer, nonNegative.contains(value));
            }
        });
        for (String value : node.getOutputList()) {
            Quantizer quantizer = quantizers.get(value);
            if (quantizer != null && left.remove(value)) {
                addBehind(value, quantizer);
            }
        }
    }

    /** Adds what rounds a value that keeps its name. */
    private void addBehind(String value, Quantizer quantizer) {
        String rounded = names.like(value + "_quantized");
        if (quantizer instanceof Quantizer.Dynamic) {
            dynamic.put(value, rounded);
        } else {
            renames.put(value, rounded);
        }
        nodes.add(value, rounded, quantizer, nonNegative.contains(value));
    }

    private boolean importsMicrosoft() {
        return document.proto().getOpsetImportList().stream()
                .anyMatch(set -> set.getDomain().equals(GraphAddition.MICROSOFT));
    }
}
