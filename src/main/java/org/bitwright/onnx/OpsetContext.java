package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.model.ElementType;

/**
 * What a conversion may ask about the model around an operator, and where it puts constants: in the main graph, whose
 * values the graphs nested in it see. Used by one thread.
 */
final class OpsetContext {
    private final FreshNames names;
    private final ValueUses uses;
    private final DeclaredValues declared;
    private final List<TensorProto> constants = new ArrayList<>();
    private final Map<String, List<Float>> addedFloats = new HashMap<>();

    OpsetContext(OnnxDocument document) {
        names = new FreshNames(document.proto().getGraph());
        uses = new ValueUses(document);
        declared = new DeclaredValues(document.proto());
    }

    /** The constants that were added. */
    List<TensorProto> constants() {
        return List.copyOf(constants);
    }

    /** The wanted name, or one like it that nothing has yet. */
    String name(String wanted) {
        return names.like(wanted);
    }

    /** Adds a list of integers and gives its name. */
    String longs(String wanted, List<Long> numbers) {
        return add(wanted, ElementType.INT64, bytes(numbers), numbers.size());
    }

    /** Adds one integer without an axis and gives its name. */
    String scalar(String wanted, long number) {
        return add(wanted, ElementType.INT64, bytes(List.of(number)));
    }

    /** Adds a list of float32 numbers and gives its name. */
    String floats(String wanted, List<Float> numbers) {
        float[] array = new float[numbers.size()];
        IntStream.range(0, array.length).forEach(i -> array[i] = numbers.get(i));
        String name = add(wanted, ElementType.FLOAT32, FloatCodec.encode(array, ElementType.FLOAT32), array.length);
        addedFloats.put(name, numbers);
        return name;
    }

    /** Adds one number without an axis. */
    String number(String wanted, float number, ElementType type) {
        return add(wanted, type, FloatCodec.encode(new float[] {number}, type));
    }

    private String add(String wanted, ElementType type, ByteString bytes, long... extents) {
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

    private static ByteString bytes(List<Long> numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
        numbers.forEach(bytes::putLong);
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }

    /** Whether an operator or a caller takes a value. */
    boolean isUsed(String value) {
        return uses.isUsed(value);
    }

    /** Number of axes of a value, where the model says it. */
    OptionalInt rank(String value) {
        return declared.rank(value);
    }

    /** Float type of a value; empty where the model holds several and does not say which one this value has. */
    Optional<ElementType> floatType(String value) {
        return declared.floatType(value);
    }

    /** The numbers of a float32 input that stands in the file or was added. */
    Optional<List<Float>> constantFloats(PlacedNode node, int input) {
        List<Float> added = addedFloats.get(node.input(input));
        if (added != null) {
            return Optional.of(added);
        }
        return node.origin(input)
                .filter(Origin.Constant.class::isInstance)
                .map(origin -> ((Origin.Constant) origin).tensor())
                .filter(tensor -> tensor.type() == ElementType.FLOAT32)
                .filter(tensor -> tensor.shape().elements() <= ConstantLongs.LONGEST)
                .flatMap(tensor -> {
                    try {
                        return Optional.of(list(tensor.named("").readFloats()));
                    } catch (IOException e) {
                        return Optional.empty(); // told when the weights themselves are read
                    }
                });
    }

    private static List<Float> list(float[] numbers) {
        List<Float> list = new ArrayList<>();
        for (float number : numbers) {
            list.add(number);
        }
        return list;
    }
}
