package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pairs the values of two networks of the same operators, from an output back to the inputs. */
final class NetworkMatch {
    private final OptimizedNetwork mine;
    private final OptimizedNetwork theirs;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> back = new HashMap<>();
    private final Deque<Map.Entry<String, String>> left = new ArrayDeque<>();

    private NetworkMatch(OptimizedNetwork mine, OptimizedNetwork theirs) {
        this.mine = mine;
        this.theirs = theirs;
    }

    /** Names of values of the one by those of the other; empty where the operators are others. */
    static Optional<Map<String, String>> of(OptimizedNetwork mine, OptimizedNetwork theirs, String output) {
        NetworkMatch match = new NetworkMatch(mine, theirs);
        match.left.push(Map.entry(output, output));
        while (!match.left.isEmpty()) {
            Map.Entry<String, String> pair = match.left.pop();
            if (!match.pairs(pair.getKey(), pair.getValue())) {
                return Optional.empty();
            }
        }
        return Optional.of(match.names);
    }

    private boolean pairs(String name, String other) {
        String known = names.get(name);
        if (known != null || back.containsKey(other)) {
            return other.equals(known);
        }
        names.put(name, other);
        back.put(other, name);
        Optional<NodeProto> producer = mine.producer(name);
        Optional<NodeProto> otherProducer = theirs.producer(other);
        if (producer.isPresent() && otherProducer.isPresent()) {
            return pairs(producer.get(), otherProducer.get());
        }
        if (producer.isPresent() || otherProducer.isPresent()) {
            return false;
        }
        Optional<TensorProto> constant = mine.constant(name);
        Optional<TensorProto> otherConstant = theirs.constant(other);
        return constant.isPresent() && otherConstant.isPresent()
                ? areAlike(constant.get(), otherConstant.get())
                : constant.isEmpty() && otherConstant.isEmpty() && name.equals(other);
    }

    private static boolean areAlike(TensorProto one, TensorProto other) {
        return one.getDataType() == other.getDataType() && one.getDimsList().equals(other.getDimsList());
    }

    private boolean pairs(NodeProto node, NodeProto other) {
        boolean alike = node.getOpType().equals(other.getOpType())
                && node.getDomain().equals(other.getDomain())
                && node.getInputCount() == other.getInputCount()
                && node.getOutputCount() == other.getOutputCount()
                && attributes(node).equals(attributes(other));
        if (!alike) {
            return false;
        }
        for (int i = 0; i < node.getInputCount(); i++) {
            if (node.getInput(i).isEmpty() != other.getInput(i).isEmpty()) {
                return false;
            }
            if (!node.getInput(i).isEmpty()) {
                left.push(Map.entry(node.getInput(i), other.getInput(i)));
            }
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            // The other results of both are paired, too: both must be one operator wherever they are met.
            String result = node.getOutput(i);
            if (result.isEmpty() != other.getOutput(i).isEmpty()) {
                return false;
            }
            if (!result.isEmpty()) {
                String before = names.putIfAbsent(result, other.getOutput(i));
                if (before != null && !before.equals(other.getOutput(i))) {
                    return false;
                }
                back.putIfAbsent(other.getOutput(i), result);
            }
        }
        // what nested graphs take from around them has one name in both, since the graphs are equal
        Set<String> around = new HashSet<>(OptimizedNetwork.taken(node));
        node.getInputList().forEach(around::remove);
        around.forEach(name -> left.push(Map.entry(name, name)));
        return true;
    }

    private static Map<String, AttributeProto> attributes(NodeProto node) {
        Map<String, AttributeProto> attributes = new HashMap<>();
        node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        return attributes;
    }
}
