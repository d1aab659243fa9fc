package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bitwright.model.ElementType;

/** Constants and operators that take the place of other constants, in front of a graph. Used by one thread. */
final class GraphAddition {
    static final String MICROSOFT = "com.microsoft";

    /** Until IR version 3 every initializer is listed as an input too. */
    static final int INPUTS_WITHOUT_INITIALIZERS = 4;

    private final ModelProto model;
    private final FreshNames names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final Set<String> replaced = new HashSet<>();
    private boolean needsMicrosoft;

    GraphAddition(ModelProto model) {
        this.model = model;
        this.names = new FreshNames(model.getGraph());
    }

    /** Says that an operator added here gives this constant's value from now on. */
    void replace(String constant) {
        replaced.add(constant);
    }

    /** The wanted name, or one like it. */
    String name(String wanted) {
        return names.like(wanted);
    }

    /** Adds a constant and gives its name, which is the wanted one or like it. */
    String constant(String wanted, ElementType type, long[] extents, ByteString bytes) {
        String name = names.like(wanted);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(type))
                .setRawData(bytes);
        for (long extent : extents) {
            tensor.addDims(extent);
        }
        constants.add(tensor.build());
        return name;
    }

    /** Adds an operator behind those added before. */
    void node(NodeProto.Builder node) {
        needsMicrosoft |= node.getDomain().equals(MICROSOFT);
        nodes.add(node.build());
    }

    /** Says that an operator of ONNX Runtime's own domain is added elsewhere. */
    void useMicrosoft() {
        needsMicrosoft = true;
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** The model with all that was added. */
    ModelProto model() {
        GraphProto graph = model.getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearNode().clearInitializer();
        Collection<Integer> oldNodes =
                ConstantSites.constantNodes(graph, replaced).values();
        Collection<Integer> oldInitializers =
                ConstantSites.initializers(graph, replaced).values();
        changed.addAllNode(nodes).addAllNode(without(graph.getNodeList(), oldNodes));
        changed.addAllInitializer(without(graph.getInitializerList(), oldInitializers));
        changed.addAllInitializer(constants);
        changed.clearInput().addAllInput(inputs(graph));
        ModelProto.Builder result = model.toBuilder().setGraph(changed);
        if (needsMicrosoft && !importsMicrosoft()) {
            result.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1));
        }
        return result.build();
    }

    /** The same with these operators, in place of the model's and of those added here. */
    ModelProto model(List<NodeProto> operators) {
        ModelProto.Builder whole = model().toBuilder();
        whole.getGraphBuilder().clearNode().addAllNode(operators);
        return whole.build();
    }

    private List<ValueInfoProto> inputs(GraphProto graph) {
        List<ValueInfoProto> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!replaced.contains(input.getName())) {
                inputs.add(input);
            }
        }
        if (model.getIrVersion() < INPUTS_WITHOUT_INITIALIZERS) {
            constants.forEach(tensor -> inputs.add(GraphInputs.of(tensor)));
        }
        return inputs;
    }

    private boolean importsMicrosoft() {
        return model.getOpsetImportList().stream()
                .anyMatch(set -> set.getDomain().equals(MICROSOFT));
    }

    private static <T> List<T> without(List<T> list, Collection<Integer> indices) {
        List<T> kept = new ArrayList<>(list);
        indices.stream().sorted(Collections.reverseOrder()).forEach(index -> kept.remove((int) index));
        return kept;
    }
}
