package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rounds values in the blocked layout of the convolutions between which they lie. ONNX Runtime moves them out of it in
 * front of every operator that it has no blocked form of, and back behind it; but what takes each number by itself does
 * not care where the number lies. The numbers are the same, and two passes over every such value are saved: a quarter of
 * the time of a network of depthwise convolutions. Used by one thread.
 */
public final class BlockedRounding {
    private static final String REORDER_OUTPUT = "ReorderOutput";

    /**
     * Those that compute the same for a number wherever it lies. What vectors and their remainders compute by different
     * approximations, such as Tanh, is not among them.
     */
    private static final Set<String> BY_NUMBER =
            Set.of("QuantizeLinear", "DequantizeLinear", "Clip", "Abs", "Add", "Sub", "Mul", "Div", "Relu");

    /** The widest block. Fewer channels than a multiple are filled up with numbers that must not be computed with. */
    private static final int CHANNELS = 16;

    private final OptimizedNetwork network;
    private final FreshNames names;
    /** What put a value into the model's layout first, for values that may as well be blocked. */
    private final Map<String, NodeProto> origins = new HashMap<>();

    private final Set<String> blocked = new HashSet<>();
    private final Set<String> plain = new HashSet<>();
    private final Map<String, String> blockedNames = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private BlockedRounding(OptimizedNetwork network) {
        this.network = network;
        this.names = new FreshNames(network.model().getGraph());
    }

    /** The same network, which computes the same numbers; empty where there is nothing to save. */
    public static Optional<OptimizedNetwork> of(OptimizedNetwork network) {
        return new BlockedRounding(network).rewritten();
    }

    private Optional<OptimizedNetwork> rewritten() {
        network.nodes().forEach(this::findOrigin);
        for (int i = network.nodes().size() - 1; i >= 0; i--) {
            findWanted(network.nodes().get(i));
        }
        if (blocked.isEmpty()) {
            return Optional.empty();
        }
        findPlain();
        ValueRenames renames = new ValueRenames();
        for (NodeProto node : network.nodes()) {
            add(node, renames);
        }
        return Optional.of(network.with(nodes));
    }

    private void findOrigin(NodeProto node) {
        if (isReorder(node, REORDER_OUTPUT)
                && attribute(node, "channels") > 0
                && attribute(node, "channels") % CHANNELS == 0) {
            origins.put(node.getOutput(0), node);
        } else if (isByNumber(node)) {
            Set<NodeProto> from = new HashSet<>();
            for (String input : node.getInputList()) {
                NodeProto origin = origins.get(input);
                if (origin != null) {
                    from.add(origin);
                } else if (!input.isEmpty() && !isNumber(input)) {
                    return;
                }
            }
            // Values of one origin have one shape: nothing is broadcast.
            if (from.size() == 1) {
                origins.put(node.getOutput(0), from.iterator().next());
            }
        }
    }

    /** Called for later operators first. */
    private void findWanted(NodeProto node) {
        boolean wants = isReorder(node, "ReorderInput") || isByNumber(node) && blocked.contains(node.getOutput(0));
        if (wants) {
            node.getInputList().stream().filter(origins::containsKey).forEach(blocked::add);
        }
    }

    /** What is needed in the model's layout, too. */
    private void findPlain() {
        network.model().getGraph().getOutputList().stream()
                .map(ValueInfoProto::getName)
                .forEach(plain::add);
        for (int i = 0; i < network.nodes().size(); i++) {
            NodeProto node = network.nodes().get(i);
            if (!isDropped(node) && !isMoved(node)) {
                plain.addAll(network.taken(i));
            }
        }
    }

    private boolean isDropped(NodeProto node) {
        return isReorder(node, "ReorderInput") && blocked.contains(node.getInput(0));
    }

    private boolean isMoved(NodeProto node) {
        return isByNumber(node) && blocked.contains(node.getOutput(0));
    }

    private void add(NodeProto node, ValueRenames renames) {
        if (isDropped(node)) {
            renames.put(node.getOutput(0), nameInBlocks(node.getInput(0)));
            return;
        }
        if (isMoved(node)) {
            String value = node.getOutput(0);
            String name = names.like(value + "_blocked");
            NodeProto.Builder moved = node.toBuilder().setOutput(0, name);
            for (int i = 0; i < node.getInputCount(); i++) {
                moved.setInput(i, nameInBlocks(node.getInput(i)));
            }
            nodes.add(moved.build());
            blockedNames.put(value, name);
            addPlain(value, name);
            return;
        }
        NodeProto renamed = renames.of(node).build();
        if (isReorder(node, REORDER_OUTPUT) && blocked.contains(node.getOutput(0))) {
            blockedNames.put(node.getOutput(0), renamed.getInput(0));
            addPlain(node.getOutput(0), renamed.getInput(0));
        } else {
            nodes.add(renamed);
        }
    }

    private String nameInBlocks(String value) {
        return blockedNames.getOrDefault(value, value);
    }

    private void addPlain(String value, String inBlocks) {
        NodeProto origin = origins.get(value);
        if (plain.contains(value) && origin != null) {
            nodes.add(origin.toBuilder()
                    .setName(names.like(value + "_reorder"))
                    .setInput(0, inBlocks)
                    .setOutput(0, value)
                    .build());
        }
    }

    private boolean isNumber(String name) {
        return network.constant(name)
                .filter(tensor ->
                        tensor.getDimsList().stream().allMatch(extent -> extent == 1) && tensor.getDimsCount() <= 1)
                .isPresent();
    }

    private static boolean isByNumber(NodeProto node) {
        return !node.getDomain().equals(OptimizedNetwork.BLOCKED)
                && BY_NUMBER.contains(node.getOpType())
                && node.getOutputCount() == 1;
    }

    private static boolean isReorder(NodeProto node, String type) {
        return node.getDomain().equals(OptimizedNetwork.BLOCKED)
                && node.getOpType().equals(type)
                && attribute(node, "channels_last") == 0;
    }

    private static long attribute(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(0);
    }
}
