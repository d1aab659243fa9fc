package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;

/** Short lists of integers that steer an operator: axes and shapes, given as an attribute or as a constant input. */
final class ConstantLongs {
    /** The longest list that steers an operator; longer ones are data. */
    static final int LONGEST = 64;

    private ConstantLongs() {}

    /** Axes as an attribute (until opset 12) or as the second input. */
    static Optional<List<Long>> axes(PlacedNode node) {
        Optional<AttributeProto> attribute = node.attribute("axes");
        return attribute.isPresent() ? attribute.map(AttributeProto::getIntsList) : input(node, 1);
    }

    /** An input that stands in the file; empty where it is computed, or too long to be a shape. */
    static Optional<List<Long>> input(PlacedNode node, int index) {
        Origin origin = node.origin(index).orElse(new Origin.Supplied());
        if (origin instanceof Origin.Constant constant) {
            return read(constant.tensor());
        }
        if (origin instanceof Origin.Computed computed && computed.by().is("Constant")) {
            return computed.by()
                    .attribute("value_ints")
                    .map(AttributeProto::getIntsList)
                    .filter(list -> list.size() <= LONGEST);
        }
        return Optional.empty();
    }

    private static Optional<List<Long>> read(StoredTensor tensor) {
        if (tensor.type() != ElementType.INT64 || tensor.shape().elements() > LONGEST) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes().size()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            tensor.bytes().read(0, bytes);
        } catch (IOException e) {
            return Optional.empty(); // told when the weights themselves are read
        }
        bytes.flip();
        List<Long> numbers = new ArrayList<>();
        while (bytes.hasRemaining()) {
            numbers.add(bytes.getLong());
        }
        return Optional.of(numbers);
    }
}
