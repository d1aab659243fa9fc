package org.bitwright.onnx;

import java.util.Arrays;
import org.bitwright.model.ElementType;

/**
 * A weight in a 16-bit float type, behind which a Cast stands. The array is shared, not copied.
 *
 * @param weight name of the weight tensor
 * @param values row-major in storage layout, each of them a value of the type
 * @param type FLOAT16 or BFLOAT16
 */
public record HalfWeight(String weight, float[] values, ElementType type) implements CodedWeight {
    /** The first version whose Cast takes bfloat16. */
    private static final int BFLOAT16_OPSET = 13;

    public HalfWeight {
        opset(type);
    }

    /** The least version of the standard operators whose Cast takes the type; 0 for any. */
    public static int opset(ElementType type) {
        return switch (type) {
            case FLOAT16 -> 0;
            case BFLOAT16 -> BFLOAT16_OPSET;
            default -> throw new IllegalArgumentException(type + " is no 16-bit float");
        };
    }

    @Override
    public int opset() {
        return opset(type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HalfWeight that
                && weight.equals(that.weight)
                && Arrays.equals(values, that.values)
                && type == that.type;
    }

    @Override
    public int hashCode() {
        return 31 * weight.hashCode() + Arrays.hashCode(values);
    }
}
