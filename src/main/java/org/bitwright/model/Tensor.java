package org.bitwright.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A named constant of a network whose bytes stay in its file until someone looks. Elements are dense and row-major.
 *
 * @param name unique within its model
 * @param bytes as many bytes as shape and type ask for
 */
public record Tensor(String name, ElementType type, Shape shape, TensorBytes bytes) {
    private static final int CHUNK_VALUES = 1 << 16;

    public Tensor {
        if (type != ElementType.STRING && bytes.size() != type.bytesFor(shape.elements())) {
            throw new IllegalArgumentException("tensor '" + name + "' of " + shape + " " + type + " needs "
                    + type.bytesFor(shape.elements()) + " bytes but has " + bytes.size());
        }
    }

    /** A tensor of float32 values in memory, which nobody writes to any more. */
    public static Tensor of(String name, Shape shape, float[] values) {
        return new Tensor(name, ElementType.FLOAT32, shape, new HeldFloats(values));
    }

    /** The same under another name. */
    public Tensor named(String other) {
        return new Tensor(other, type, shape, bytes);
    }

    /**
     * All values as float32, rounded to nearest where the tensor is float64. A new array each time; callers that look
     * often keep it.
     *
     * @throws TooLargeException if there are more elements than memory, or an array, can hold
     * @throws IOException if the bytes cannot be read
     * @throws IllegalStateException if the type is no weight type
     */
    public float[] readFloats() throws IOException {
        long elements = shape.elements();
        if (elements > Integer.MAX_VALUE - 8) {
            throw new ToldException(Phrase.of(
                    "tensor '%s' has %s values, more than the 2^31 that can be worked on at once", name, elements));
        }
        TooLargeException.check(Phrase.of("tensor '%s'", name), elements * Float.BYTES);
        float[] values = new float[(int) elements];
        readFloats(0, values, 0, values.length);
        return values;
    }

    /**
     * Reads {@code count} values from element {@code first} on into {@code into} at {@code at}.
     *
     * @throws IOException if the bytes cannot be read
     */
    public void readFloats(long first, float[] into, int at, int count) throws IOException {
        if (!type.isWeight()) {
            throw new IllegalStateException("tensor '" + name + "' of type " + type + " holds no float weights");
        }
        int width = type.bits() / 8;
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.min(count, CHUNK_VALUES) * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < count; ) {
            int chunk = Math.min(CHUNK_VALUES, count - done);
            buffer.clear().limit(chunk * width);
            bytes.read((first + done) * width, buffer);
            buffer.flip();
            decode(buffer, into, at + done, chunk);
            done += chunk;
        }
    }

    private void decode(ByteBuffer from, float[] into, int at, int count) {
        switch (type) {
            case FLOAT32 -> from.asFloatBuffer().get(into, at, count);
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = (float) from.getDouble();
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfPrecision.fromFloat16(from.getShort());
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    into[at + i] = HalfPrecision.fromBfloat16(from.getShort());
                }
            }
            default -> throw new IllegalStateException(type + " is no weight type");
        }
    }
}
