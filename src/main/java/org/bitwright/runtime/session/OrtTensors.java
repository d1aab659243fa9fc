package org.bitwright.runtime.session;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** Values as tensors of ONNX Runtime, and back. */
final class OrtTensors {
    private OrtTensors() {}

    /**
     * A tensor that lies where the values lie.
     *
     * @throws IllegalArgumentException if ONNX Runtime's Java interface cannot feed the type
     */
    static OnnxTensor over(Values values) throws OrtException {
        ByteBuffer bytes = values.bytes().slice().order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(
                LocalEngine.environment(), bytes, values.shape().toArray(), javaType(values.type()));
    }

    private static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT16 -> OnnxJavaType.INT16;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            default -> throw new IllegalArgumentException(type + " is no type that can be fed");
        };
    }

    /** The element type; empty for types that cannot be read. */
    static Optional<ElementType> type(TensorInfo info) {
        return Optional.ofNullable(
                switch (info.onnxType) {
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> ElementType.FLOAT32;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> ElementType.FLOAT64;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> ElementType.FLOAT16;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> ElementType.BFLOAT16;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> ElementType.INT64;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> ElementType.INT32;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> ElementType.INT16;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> ElementType.INT8;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> ElementType.UINT64;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> ElementType.UINT32;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> ElementType.UINT16;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> ElementType.UINT8;
                    case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> ElementType.BOOL;
                    default -> null;
                });
    }

    /** A copy of an output in memory of its own. */
    static Values copied(String name, OnnxValue value) throws InferenceException {
        if (!(value instanceof OnnxTensor tensor)) {
            throw new InferenceException(
                    Phrase.of("The network's output '%s' is a list or a map, not a tensor.", name));
        }
        TensorInfo info = tensor.getInfo();
        ElementType type = type(info)
                .orElseThrow(() -> new InferenceException(Phrase.of(
                        "The network's output '%s' is of type %s; outputs that can be read are numbers and truth values.",
                        name, info.type)));
        Shape shape = Shape.of(info.getShape());
        if (type.bytesFor(shape.elements()) > Integer.MAX_VALUE - 1024) {
            throw new InferenceException(
                    Phrase.of("The network's output '%s' of shape %s is too large to be read at once.", name, shape));
        }
        ByteBuffer bytes = LocalEngine.aligned((int) type.bytesFor(shape.elements()));
        if (shape.elements() > 0) {
            bytes.duplicate().put(tensor.getByteBuffer());
        }
        return new Values(type, shape, bytes);
    }
}
