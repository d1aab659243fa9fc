package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Model;
import org.bitwright.model.ValueInfo;

/** What the rest of the workbench sees of a checked ONNX model. */
final class ModelView {
    private ModelView() {}

    static Model of(Path file, ModelProto proto, CheckedGraph graph) {
        FoundLayers found = LayerFinder.find(proto, graph);
        return new Model(
                file,
                "ONNX",
                ModelCheck.opset(proto),
                found.layers(),
                found.operators(),
                EdgeFinder.find(proto, graph),
                values(proto.getGraph().getInputList().stream()
                        .filter(input -> !graph.constants().containsKey(input.getName()))
                        .toList()),
                values(proto.getGraph().getOutputList()),
                graph.parameters(),
                graph.bytes());
    }

    /** Sequences, maps and the like have no shape and are left out. */
    private static List<ValueInfo> values(List<ValueInfoProto> protos) {
        List<ValueInfo> values = new ArrayList<>();
        for (ValueInfoProto proto : protos) {
            TypeProto.Tensor tensor = proto.getType().getTensorType();
            Optional.of(tensor)
                    .flatMap(typed -> ElementTypes.of(typed.getElemType()))
                    .ifPresent(type ->
                            values.add(new ValueInfo(proto.getName(), type, extents(tensor), axisNames(tensor))));
        }
        return values;
    }

    private static List<Long> extents(TypeProto.Tensor tensor) {
        List<Long> extents = new ArrayList<>();
        for (TensorShapeProto.Dimension dimension : tensor.getShape().getDimList()) {
            boolean fixed = dimension.hasDimValue() && dimension.getDimValue() > 0;
            extents.add(fixed ? dimension.getDimValue() : ValueInfo.FREE);
        }
        return extents;
    }

    private static List<String> axisNames(TypeProto.Tensor tensor) {
        return tensor.getShape().getDimList().stream()
                .map(TensorShapeProto.Dimension::getDimParam)
                .toList();
    }
}
