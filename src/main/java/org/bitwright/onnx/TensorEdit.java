package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;

/**
 * Goes through every tensor of a model, wherever it stands, and puts another in its place. Recursive: the document's
 * check has capped the nesting.
 */
final class TensorEdit {
    private final Change change;

    private TensorEdit(Change change) {
        this.change = change;
    }

    /** Gives the tensor that takes a tensor's place, perhaps itself. */
    @FunctionalInterface
    interface Change {
        TensorProto apply(TensorProto tensor) throws IOException;
    }

    static ModelProto apply(ModelProto model, Change change) throws IOException {
        TensorEdit edit = new TensorEdit(change);
        ModelProto.Builder changed = model.toBuilder().setGraph(edit.graph(model.getGraph()));
        for (int i = 0; i < model.getFunctionsCount(); i++) {
            FunctionProto.Builder function = model.getFunctions(i).toBuilder();
            for (int n = 0; n < function.getNodeCount(); n++) {
                function.setNode(n, edit.node(function.getNode(n)));
            }
            changed.setFunctions(i, function);
        }
        return changed.build();
    }

    private GraphProto graph(GraphProto graph) throws IOException {
        GraphProto.Builder changed = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            changed.setInitializer(i, change.apply(graph.getInitializer(i)));
        }
        for (int i = 0; i < graph.getSparseInitializerCount(); i++) {
            changed.setSparseInitializer(i, sparse(graph.getSparseInitializer(i)));
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            changed.setNode(i, node(graph.getNode(i)));
        }
        return changed.build();
    }

    private NodeProto node(NodeProto node) throws IOException {
        NodeProto.Builder changed = node.toBuilder();
        for (int i = 0; i < node.getAttributeCount(); i++) {
            changed.setAttribute(i, attribute(node.getAttribute(i)));
        }
        return changed.build();
    }

    private AttributeProto attribute(AttributeProto attribute) throws IOException {
        AttributeProto.Builder changed = attribute.toBuilder();
        if (attribute.hasT()) {
            changed.setT(change.apply(attribute.getT()));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
            changed.setTensors(i, change.apply(attribute.getTensors(i)));
        }
        if (attribute.hasSparseTensor()) {
            changed.setSparseTensor(sparse(attribute.getSparseTensor()));
        }
        for (int i = 0; i < attribute.getSparseTensorsCount(); i++) {
            changed.setSparseTensors(i, sparse(attribute.getSparseTensors(i)));
        }
        if (attribute.hasG()) {
            changed.setG(graph(attribute.getG()));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            changed.setGraphs(i, graph(attribute.getGraphs(i)));
        }
        return changed.build();
    }

    private SparseTensorProto sparse(SparseTensorProto sparse) throws IOException {
        return sparse.toBuilder()
                .setValues(change.apply(sparse.getValues()))
                .setIndices(change.apply(sparse.getIndices()))
                .build();
    }
}
