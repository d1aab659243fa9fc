package org.bitwright.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bitwright.model.ElementType;

/**
 * What the codes of a file stand for: {@code (code − zeroPoint) · scale}, for 8- and 4-bit floats the code's value times
 * the scale. Arrays are shared, not copied: nobody writes to them.
 *
 * @param type of the codes
 * @param low least code that is used, by the type or by a Clip behind it
 * @param high greatest code that is used
 * @param scales row-major in the shape that {@code axis} gives them: one a tensor, channel or block
 * @param zeroPoints as many as scales; all 0 for floats
 * @param floats type of the scales, and of the values
 */
record IntegerParameters(
        ElementType type, int low, int high, float[] scales, int[] zeroPoints, ScaleAxis axis, ElementType floats) {

    /** With the limits of the type. */
    static IntegerParameters of(
            ElementType type, float[] scales, int[] zeroPoints, ScaleAxis axis, ElementType floats) {
        return new IntegerParameters(type, low(type), high(type), scales, zeroPoints, axis, floats);
    }

    /** Codes of floats are their bits. */
    private static int low(ElementType type) {
        return isSigned(type) ? -1 << type.bits() - 1 : 0;
    }

    private static int high(ElementType type) {
        if (type.bits() >= Integer.SIZE) {
            return Integer.MAX_VALUE;
        }
        return isSigned(type) ? (1 << type.bits() - 1) - 1 : (1 << type.bits()) - 1;
    }

    static boolean isSigned(ElementType type) {
        return switch (type) {
            case INT4, INT8, INT16, INT32 -> true;
            default -> false;
        };
    }

    boolean isPerTensor() {
        return axis.axis().isEmpty();
    }

    /** The same with codes from {@code least} to {@code greatest} only. */
    IntegerParameters limited(int least, int greatest) {
        return new IntegerParameters(
                type, Math.max(low, least), Math.min(high, greatest), scales, zeroPoints, axis, floats);
    }

    /** The same for codes that are stored in a narrower type. */
    IntegerParameters storedAs(ElementType narrow) {
        return of(narrow, scales, zeroPoints, axis, floats);
    }

    /** The same along another axis. */
    IntegerParameters along(ScaleAxis other) {
        return new IntegerParameters(type, low, high, scales, zeroPoints, other, floats);
    }

    /** Whether codes mean the same numbers here and there, whatever their limits are. */
    boolean sameNumbers(IntegerParameters that) {
        return type == that.type
                && Arrays.equals(scales, that.scales)
                && Arrays.equals(zeroPoints, that.zeroPoints)
                && axis.equals(that.axis);
    }

    boolean hasZeroPoints() {
        return IntStream.of(zeroPoints).anyMatch(zeroPoint -> zeroPoint != 0);
    }

    /** Whether codes lie around 0, and as they do: none of the scales is negative. */
    boolean isSymmetric() {
        for (float scale : scales) {
            if (scale < 0) {
                return false;
            }
        }
        return !hasZeroPoints();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntegerParameters that
                && sameNumbers(that)
                && low == that.low
                && high == that.high
                && floats == that.floats;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scales) + Arrays.hashCode(zeroPoints);
    }
}
