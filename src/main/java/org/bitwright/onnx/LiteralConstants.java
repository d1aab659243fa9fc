package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;

/** The numbers that a Constant operator holds as plain attributes instead of a tensor (since opset 12). */
final class LiteralConstants {
    private LiteralConstants() {}

    /** @return empty where the operator holds something else, such as a sparse tensor or text */
    static Optional<Tensor> of(PlacedNode node, String name) {
        for (AttributeProto attribute : node.node().getAttributeList()) {
            switch (attribute.getName()) {
                case "value_int" -> {
                    return Optional.of(integers(name, Shape.of(), List.of(attribute.getI())));
                }
                case "value_ints" -> {
                    List<Long> list = attribute.getIntsList();
                    return Optional.of(integers(name, Shape.of(list.size()), list));
                }
                case "value_float" -> {
                    return Optional.of(floats(name, Shape.of(), List.of(attribute.getF())));
                }
                case "value_floats" -> {
                    List<Float> list = attribute.getFloatsList();
                    return Optional.of(floats(name, Shape.of(list.size()), list));
                }
                default -> {
                    // no numbers
                }
            }
        }
        return Optional.empty();
    }

    private static Tensor integers(String name, Shape shape, List<Long> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putLong);
        return new Tensor(name, ElementType.INT64, shape, new InMemory(bytes.array()));
    }

    private static Tensor floats(String name, Shape shape, List<Float> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putFloat);
        return new Tensor(name, ElementType.FLOAT32, shape, new InMemory(bytes.array()));
    }

    private record InMemory(byte[] bytes) implements TensorBytes {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(bytes, Math.toIntExact(offset), into.remaining());
        }
    }
}
