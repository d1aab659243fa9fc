package org.bitwright.training.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;

/** Reads constants as numbers. */
final class Numbers {
    private Numbers() {}

    /**
     * @param most longer constants are refused
     * @throws Unconvertible if the constant is too long or holds no numbers
     */
    static Value.Folded read(Tensor tensor, int most) throws Unconvertible, IOException {
        if (tensor.shape().elements() > most) {
            throw new Unconvertible(
                    Phrase.of("The constant '%s' of type %s is too long.", tensor.name(), tensor.type()));
        }
        double[] numbers = new double[(int) tensor.shape().elements()];
        if (tensor.type().isWeight()) {
            float[] floats = tensor.readFloats();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = floats[i];
            }
        } else {
            readIntegers(tensor, numbers);
        }
        return new Value.Folded(tensor.shape(), numbers, tensor.type());
    }

    private static void readIntegers(Tensor tensor, double[] into) throws Unconvertible, IOException {
        int width = tensor.type().bits() / 8;
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(tensor.bytes().size())).order(ByteOrder.LITTLE_ENDIAN);
        tensor.bytes().read(0, bytes);
        bytes.flip();
        for (int i = 0; i < into.length; i++) {
            into[i] = switch (tensor.type()) {
                case INT64, UINT64 -> bytes.getLong(i * width);
                case INT32 -> bytes.getInt(i * width);
                case UINT32 -> Integer.toUnsignedLong(bytes.getInt(i * width));
                case INT16 -> bytes.getShort(i * width);
                case UINT16 -> Short.toUnsignedInt(bytes.getShort(i * width));
                case INT8 -> bytes.get(i * width);
                case UINT8, BOOL -> Byte.toUnsignedInt(bytes.get(i * width));
                default ->
                    throw new Unconvertible(Phrase.of(
                            "The constant '%s' of type %s cannot be computed with.", tensor.name(), tensor.type()));
            };
        }
    }

    /** The numbers of a constant with its axes moved. */
    static Value.Folded moved(Value.Folded storage, Value.Stored stored) {
        Shape shape = stored.shape();
        if (Axes.areInOrder(stored.axes())) {
            return new Value.Folded(shape, storage.numbers(), storage.type());
        }
        int[] order = Axes.order(stored.view(), stored.axes());
        double[] numbers = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[i] = storage.numbers()[order[i]];
        }
        return new Value.Folded(shape, numbers, storage.type());
    }
}
