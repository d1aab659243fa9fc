package org.bitwright.io.numpy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.ElementType;
import org.bitwright.model.HalfPrecision;
import org.bitwright.model.Shape;

/**
 * Numbers in memory as their file stores them, converted when someone looks. Indices count in row-major order whatever
 * the order in the file. Immutable, thread-safe.
 */
public final class NumericArray {
    private final ElementType type;
    private final Shape shape;
    private final ByteBuffer bytes;
    private final boolean columnMajor;

    /**
     * @param type an integer type of 8 to 64 bits, a float of 16, 32 or 64 bits, or BOOL
     * @param bytes not written to any more; at least as many as type and shape ask for
     * @param from where the numbers begin in {@code bytes}
     * @param columnMajor whether the first axis varies fastest in {@code bytes} (Fortran order)
     */
    public NumericArray(ElementType type, Shape shape, ByteOrder order, boolean columnMajor, byte[] bytes, int from) {
        long needed = type.bytesFor(shape.elements());
        if (needed > bytes.length - from) {
            throw new IllegalArgumentException(needed + " bytes needed, " + (bytes.length - from) + " there");
        }
        this.type = type;
        this.shape = shape;
        this.bytes = ByteBuffer.wrap(bytes, from, (int) needed).slice().order(order);
        this.columnMajor = columnMajor && shape.rank() > 1;
    }

    public ElementType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /** Writes elements {@code first} … {@code first + count − 1} as float32 into {@code into} from {@code at} on. */
    public void readFloats(int first, float[] into, int at, int count) {
        if (columnMajor) {
            for (int i = 0; i < count; i++) {
                into[at + i] = (float) number(position(first + i));
            }
        } else if (type == ElementType.UINT8) {
            byte[] raw = bytes.array();
            int from = bytes.arrayOffset() + first;
            for (int i = 0; i < count; i++) {
                into[at + i] = raw[from + i] & 0xFF;
            }
        } else if (type == ElementType.FLOAT32) {
            bytes.duplicate()
                    .order(bytes.order())
                    .position(first * 4)
                    .asFloatBuffer()
                    .get(into, at, count);
        } else {
            for (int i = 0; i < count; i++) {
                into[at + i] = (float) number(first + i);
            }
        }
    }

    /**
     * Writes elements {@code first} … {@code first + count − 1} of an array of integers or truth values, exactly;
     * unsigned 64-bit integers beyond 2^63 − 1 come out negative.
     *
     * @throws IllegalArgumentException if the array holds floats
     */
    public void readLongs(int first, long[] into, int at, int count) {
        if (type.isFloating()) {
            throw new IllegalArgumentException("the array holds floats");
        }
        for (int i = 0; i < count; i++) {
            int place = columnMajor ? position(first + i) : first + i;
            into[at + i] = type.bits() == 64 ? bytes.getLong(place * 8) : (long) number(place);
        }
    }

    /** The element at a row-major index; 64-bit integers beyond 2^53 are rounded. */
    public double valueAt(int index) {
        return number(columnMajor ? position(index) : index);
    }

    /** Place in the file of the element at a row-major index. */
    private int position(int index) {
        long position = 0;
        long stride = shape.elements();
        long left = index;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            stride /= shape.extent(axis);
            position += left % shape.extent(axis) * stride;
            left /= shape.extent(axis);
        }
        return (int) position;
    }

    private double number(int place) {
        return switch (type) {
            case UINT8 -> bytes.get(place) & 0xFF;
            case INT8 -> bytes.get(place);
            case BOOL -> bytes.get(place) == 0 ? 0 : 1;
            case UINT16 -> bytes.getShort(place * 2) & 0xFFFF;
            case INT16 -> bytes.getShort(place * 2);
            case UINT32 -> bytes.getInt(place * 4) & 0xFFFFFFFFL;
            case INT32 -> bytes.getInt(place * 4);
            case UINT64 -> unsigned(bytes.getLong(place * 8));
            case INT64 -> bytes.getLong(place * 8);
            case FLOAT16 -> HalfPrecision.fromFloat16(bytes.getShort(place * 2));
            case FLOAT32 -> bytes.getFloat(place * 4);
            case FLOAT64 -> bytes.getDouble(place * 8);
            default -> throw new IllegalStateException(type + " is no number");
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
    }
}
