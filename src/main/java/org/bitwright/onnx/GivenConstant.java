package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/** The message of a constant whose numbers another reader gives. */
final class GivenConstant {
    private GivenConstant() {}

    /** @param name of the constant, under which its bytes are given too */
    static TensorProto of(String name, ElementType type, Shape shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(ElementTypes.code(type));
        for (long extent : shape.toArray()) {
            tensor.addDims(extent);
        }
        return given(tensor, name);
    }

    /** A constant that keeps what its message says of it, but for its numbers. */
    static TensorProto inPlaceOf(TensorProto constant, String name) {
        return given(ConstantSites.withoutValues(constant), name);
    }

    private static TensorProto given(TensorProto.Builder tensor, String name) {
        return tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder()
                        .setKey(GivenTensors.KEY)
                        .setValue(name))
                .build();
    }
}
