package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/** Declarations of graph inputs. */
final class GraphInputs {
    private GraphInputs() {}

    /** The input under which a constant is listed. */
    static ValueInfoProto of(TensorProto constant) {
        long[] extents =
                constant.getDimsList().stream().mapToLong(Long::longValue).toArray();
        return of(constant.getName(), constant.getDataType(), extents);
    }

    /** An input of a fixed shape. */
    static ValueInfoProto of(String name, int dataType, long[] extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : extents) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(dataType)
                .setShape(shape)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** An input of any shape. */
    static ValueInfoProto ofType(String name, int dataType) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(dataType)))
                .build();
    }
}
