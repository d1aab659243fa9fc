package org.bitwright.onnx;

import java.util.Arrays;
import org.bitwright.model.Shape;

/**
 * A weight as codes with scales, behind which a DequantizeLinear stands: value {@code i} is
 * {@code (codes[i] − zeroPoint) · scale} in float32, for 8-bit floats the code's value times the scale. Arrays are
 * shared, not copied: nobody writes to them. Every value must have a code: weights with NaN or infinities stay float.
 *
 * @param weight name of the weight tensor
 * @param codes row-major in storage layout
 * @param scales row-major in the shape that {@code axis} gives them: one a tensor, channel or block
 * @param zeroPoints as many as scales; all 0 for 8-bit floats
 */
public record LinearWeight(String weight, int[] codes, float[] scales, int[] zeroPoints, CodeType type, ScaleAxis axis)
        implements CodedWeight {
    /** The first version with 8-bit floats. */
    static final int FLOAT8_OPSET = 19;

    /** The first version with blocks. */
    static final int BLOCK_OPSET = 21;

    public LinearWeight {
        if (scales.length != zeroPoints.length || axis.axis().isEmpty() && scales.length != 1) {
            throw new IllegalArgumentException(
                    "one scale and one zero point a tensor, channel or block are needed, but there are " + scales.length
                            + " and " + zeroPoints.length);
        }
        check(codes, type);
        check(zeroPoints, type);
    }

    private static void check(int[] codes, CodeType type) {
        int low = type.low();
        int high = type.high();
        for (int code : codes) {
            if (code < low || code > high) {
                throw new IllegalArgumentException(
                        "codes and zero points of " + type + " lie in " + low + " … " + high + ", not at " + code);
            }
        }
    }

    /** The least version of the standard operators that has such a form; 0 where there is one for every version. */
    public static int opset(CodeType type, ScaleAxis axis) {
        if (axis.isBlocked()) {
            return BLOCK_OPSET;
        }
        return type instanceof CodeType.Float8 ? FLOAT8_OPSET : 0;
    }

    @Override
    public int opset() {
        return opset(type, axis);
    }

    /** @throws IllegalArgumentException if codes and scales are not as many as a weight of this shape needs */
    void checkFit(Shape shape) {
        long expected = 1;
        for (long extent : axis.extents(shape)) {
            expected *= extent;
        }
        if (codes.length != shape.elements() || scales.length != expected) {
            throw new IllegalArgumentException("weight " + Quoted.name(weight) + " is " + shape + ", but has "
                    + codes.length + " codes and " + scales.length + " scales");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinearWeight that
                && weight.equals(that.weight)
                && Arrays.equals(codes, that.codes)
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(zeroPoints, that.zeroPoints)
                && type.equals(that.type)
                && axis.equals(that.axis);
    }

    @Override
    public int hashCode() {
        return 31 * weight.hashCode() + Arrays.hashCode(codes);
    }
}
