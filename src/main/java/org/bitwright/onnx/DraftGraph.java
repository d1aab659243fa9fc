package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a draft in the place of the graph that it was made from: values get the names by which outputs and float values
 * were known, and what nothing needs any more is left out. What nothing needed before stays.
 */
final class DraftGraph {
    private final FloatDraft draft;
    private final ModelProto model;
    private final GraphProto old;
    private final Map<String, String> renamed = new HashMap<>();

    private DraftGraph(FloatDraft draft) {
        this.draft = draft;
        this.model = draft.document().proto();
        this.old = model.getGraph();
    }

    /**
     * The model with the new graph, and the names that values of the draft got in it.
     *
     * @param renamed from the names in the draft
     */
    record Result(ModelProto model, Map<String, String> renamed) {
        String name(String value) {
            return renamed.getOrDefault(value, value);
        }
    }

    static Result of(FloatDraft draft) {
        DraftGraph graph = new DraftGraph(draft);
        graph.keepOutputNames();
        graph.keepFloatNames();
        return new Result(graph.assembled(), graph.renamed);
    }

    private List<String> outputs() {
        return old.getOutputList().stream().map(ValueInfoProto::getName).toList();
    }

    /** Outputs of the network keep their names: what stands for one takes it, or gives it through an Identity. */
    private void keepOutputNames() {
        Set<String> fixed = new HashSet<>(outputs());
        old.getInputList().forEach(input -> fixed.add(input.getName()));
        old.getInitializerList().forEach(tensor -> fixed.add(tensor.getName()));
        draft.constants().forEach(tensor -> fixed.add(tensor.getName()));
        Set<String> made = new HashSet<>();
        draft.nodes().forEach(node -> made.addAll(node.getOutputList()));
        for (String output : outputs()) {
            draft.makeIntegers(output);
            String floats = draft.resolve(output);
            if (floats.equals(output) || draft.identities().contains(output)) {
                continue;
            }
            if (!fixed.contains(floats) && made.contains(floats) && !renamed.containsKey(floats)) {
                renamed.put(floats, output);
            } else {
                draft.emit(draft.identity(renamed.getOrDefault(floats, floats), output));
            }
        }
    }

    /** A value that was named here gets the name that the float value had behind a DequantizeLinear. */
    private void keepFloatNames() {
        Set<String> taken = new HashSet<>(draft.identities());
        draft.nodes().forEach(node -> taken.addAll(node.getOutputList()));
        taken.addAll(renamed.values());
        draft.aliases().forEach((value, floats) -> {
            if (draft.isMade(floats) && !renamed.containsKey(floats) && taken.add(value)) {
                renamed.put(floats, value);
            }
        });
    }

    private ModelProto assembled() {
        List<NodeProto> nodes = new ArrayList<>();
        draft.nodes().forEach(node -> nodes.add(named(node)));
        Set<String> before = LiveValues.of(old.getNodeList(), outputs());
        Set<String> after = LiveValues.of(nodes, outputs());
        Set<String> known = new HashSet<>();
        old.getNodeList().forEach(node -> known.addAll(node.getOutputList()));
        GraphProto.Builder changed = old.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearValueInfo()
                .clearQuantizationAnnotation();
        for (NodeProto node : nodes) {
            boolean live = node.getOutputList().stream().anyMatch(after::contains);
            boolean wasDead = node.getOutputList().stream()
                    .allMatch(output -> output.isEmpty() || known.contains(output) && !before.contains(output));
            if (live || wasDead) {
                changed.addNode(node);
            }
        }
        Set<String> gone = new HashSet<>(draft.replaced());
        for (TensorProto tensor : old.getInitializerList()) {
            if (before.contains(tensor.getName()) && !after.contains(tensor.getName())) {
                gone.add(tensor.getName());
            }
        }
        old.getInitializerList().stream()
                .filter(tensor -> !gone.contains(tensor.getName()))
                .forEach(changed::addInitializer);
        List<TensorProto> added = draft.constants().stream()
                .filter(tensor -> after.contains(tensor.getName()))
                .toList();
        changed.addAllInitializer(added);
        addInputs(changed, gone, added);
        addDeclarations(changed);
        return model.toBuilder().setGraph(changed).build();
    }

    private NodeProto named(NodeProto node) {
        NodeProto.Builder named = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            named.setInput(i, renamed.getOrDefault(node.getInput(i), node.getInput(i)));
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            named.setOutput(i, renamed.getOrDefault(node.getOutput(i), node.getOutput(i)));
        }
        return named.build();
    }

    private void addInputs(GraphProto.Builder changed, Set<String> gone, List<TensorProto> added) {
        old.getInputList().stream()
                .filter(input -> !gone.contains(input.getName()))
                .forEach(changed::addInput);
        if (model.getIrVersion() < GraphAddition.INPUTS_WITHOUT_INITIALIZERS) {
            added.forEach(tensor -> changed.addInput(GraphInputs.of(tensor)));
        }
    }

    /** Types and shapes that are still those of a value with that name. */
    private void addDeclarations(GraphProto.Builder changed) {
        Set<String> made = new HashSet<>();
        changed.getNodeList().forEach(node -> made.addAll(node.getOutputList()));
        old.getValueInfoList().stream()
                .filter(value -> made.contains(value.getName()))
                .forEach(changed::addValueInfo);
    }
}
