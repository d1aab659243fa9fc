package org.bitwright.onnx;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a tensor with its axes in another order, or in another float type (rounded half to even where that is
 * narrower). Where only the type differs they are converted as they are read; else they are put in order when someone
 * looks, and kept while there is room.
 */
final class ArrangedBytes implements TensorBytes {
    private static final int CHUNK = 1 << 16;

    private final Tensor tensor;
    private final List<Integer> axes;
    private final ElementType type;
    private SoftReference<byte[]> arranged = new SoftReference<>(null);

    private ArrangedBytes(Tensor tensor, List<Integer> axes, ElementType type) {
        this.tensor = tensor;
        this.axes = axes;
        this.type = type;
    }

    /**
     * @param axes as {@code numpy.transpose} takes them; empty for the order as it is
     * @param type another float type only where the tensor is of one
     * @throws RefusedException if the axes are no permutation of the tensor's, or the type cannot be had
     */
    static TensorBytes of(Tensor tensor, List<Integer> axes, ElementType type) {
        boolean convertible =
                type == tensor.type() || type.isWeight() && tensor.type().isWeight();
        if (!convertible) {
            throw new RefusedException(Phrase.of("%s cannot become %s", tensor.type(), type));
        }
        List<Integer> sorted = axes.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            if (sorted.get(i) != i || sorted.size() != tensor.shape().rank()) {
                throw new RefusedException(Phrase.of(
                        "%s is no order of the axes of a tensor of %s",
                        axes, tensor.shape().rank()));
            }
        }
        boolean moved = !sorted.equals(axes);
        if (moved && type.bits() % Byte.SIZE != 0) {
            throw new RefusedException(Phrase.of("%s is narrower than a byte and is not put in another order", type));
        }
        return !moved && type == tensor.type()
                ? tensor.bytes()
                : new ArrangedBytes(tensor, moved ? axes : List.of(), type);
    }

    @Override
    public long size() {
        return type.bytesFor(tensor.shape().elements());
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (axes.isEmpty()) {
            convert(offset, into);
        } else {
            into.put(arranged(), Math.toIntExact(offset), into.remaining());
        }
    }

    private void convert(long offset, ByteBuffer into) throws IOException {
        int width = type.bits() / Byte.SIZE;
        long at = offset;
        while (into.hasRemaining()) {
            long first = at / width;
            int skipped = (int) (at % width);
            int count = (int) Math.min(CHUNK, (skipped + (long) into.remaining() + width - 1) / width);
            ByteBuffer bytes = ByteBuffer.wrap(encoded(first, count));
            bytes.position(skipped).limit(Math.min(bytes.limit(), skipped + into.remaining()));
            at += bytes.remaining();
            into.put(bytes);
        }
    }

    private byte[] encoded(long first, int count) throws IOException {
        float[] values = new float[count];
        tensor.readFloats(first, values, 0, count);
        return FloatCodec.encode(values, type).toByteArray();
    }

    private synchronized byte[] arranged() throws IOException {
        byte @Nullable [] bytes = arranged.get();
        if (bytes == null) {
            bytes = arrange();
            arranged = new SoftReference<>(bytes);
        }
        return bytes;
    }

    private byte[] arrange() throws IOException {
        int width = type.bits() / Byte.SIZE;
        ByteBuffer stored = ByteBuffer.allocate(Math.toIntExact(size()));
        of(tensor, List.of(), type).read(0, stored);
        byte[] from = stored.array();
        byte[] into = new byte[from.length];
        long[] index = new long[axes.size()];
        long[] strides = strides();
        Shape shape = tensor.shape();
        long at = 0;
        for (int done = 0; done < into.length; done += width) {
            System.arraycopy(from, Math.toIntExact(at * width), into, done, width);
            for (int axis = index.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < shape.extent(axes.get(axis))) {
                    break;
                }
                at -= strides[axis] * shape.extent(axes.get(axis));
                index[axis] = 0;
            }
        }
        return into;
    }

    /** By how many elements a step along each axis of the new order moves in the old one. */
    private long[] strides() {
        long[] strides = new long[axes.size()];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] =
                    tensor.shape().product(axes.get(axis) + 1, tensor.shape().rank());
        }
        return strides;
    }
}
