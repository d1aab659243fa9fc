package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.model.ElementType;

/** What a model says about the types of its values, without inferring any. */
final class DeclaredValues {
    private static final int CONTRADICTORY = -1;
    private static final Set<String> TYPE_ATTRIBUTES = Set.of("to", "dtype", "output_dtype");

    private final Map<String, Integer> ranks = new HashMap<>();
    private final Map<String, Integer> types = new HashMap<>();
    private final Set<ElementType> floats = EnumSet.noneOf(ElementType.class);

    DeclaredValues(ModelProto model) {
        Deque<GraphProto> graphs = new ArrayDeque<>();
        graphs.push(model.getGraph());
        while (!graphs.isEmpty()) {
            GraphProto graph = graphs.pop();
            graph.getInputList().forEach(this::add);
            graph.getValueInfoList().forEach(this::add);
            graph.getOutputList().forEach(this::add);
            graph.getInitializerList().forEach(tensor -> add(tensor.getName(), tensor));
            graph.getNodeList().forEach(node -> add(node, graphs));
        }
    }

    private void add(ValueInfoProto value) {
        TypeProto.Tensor tensor = value.getType().getTensorType();
        addType(value.getName(), tensor.getElemType());
        if (tensor.hasShape()) {
            ranks.merge(value.getName(), tensor.getShape().getDimCount(), DeclaredValues::agreed);
        }
    }

    private void add(String name, TensorProto tensor) {
        addType(name, tensor.getDataType());
        ranks.merge(name, tensor.getDimsCount(), DeclaredValues::agreed);
    }

    private void add(NodeProto node, Deque<GraphProto> graphs) {
        for (AttributeProto attribute : node.getAttributeList()) {
            if (attribute.hasT()) {
                addFloat((int) attribute.getT().getDataType());
            }
            if (TYPE_ATTRIBUTES.contains(attribute.getName())) {
                addFloat((int) attribute.getI());
            }
            if (attribute.hasG()) {
                graphs.push(attribute.getG());
            }
            attribute.getGraphsList().forEach(graphs::push);
        }
    }

    private void addType(String name, int code) {
        if (code != 0) {
            types.merge(name, code, DeclaredValues::agreed);
            addFloat(code);
        }
    }

    private void addFloat(int code) {
        ElementTypes.of(code).filter(ElementType::isWeight).ifPresent(floats::add);
    }

    /** Names are unique within a graph, not among branches: what two of them say apart is not known. */
    private static int agreed(int one, int other) {
        return one == other ? one : CONTRADICTORY;
    }

    OptionalInt rank(String value) {
        int rank = ranks.getOrDefault(value, CONTRADICTORY);
        return rank == CONTRADICTORY ? OptionalInt.empty() : OptionalInt.of(rank);
    }

    /** Float type of a value that is known to be one; what no part of the model declares otherwise is float32. */
    Optional<ElementType> floatType(String value) {
        Optional<ElementType> declared = ElementTypes.of(types.getOrDefault(value, 0));
        if (declared.isPresent()) {
            return declared;
        }
        boolean single = floats.stream().allMatch(type -> type == ElementType.FLOAT32);
        return single ? Optional.of(ElementType.FLOAT32) : Optional.empty();
    }
}
