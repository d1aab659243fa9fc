package org.bitwright.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.GroupLayout;

/** Reads codes out of ONNX's narrow types, and gives them the values that they stand for. */
final class StoredCodes {
    private StoredCodes() {}

    /** Whether a type holds codes that are read here: integers up to 32 bits, and floats up to 8. */
    static boolean areCodes(ElementType type) {
        return switch (type) {
            case INT4, UINT4, INT8, UINT8, INT16, UINT16, INT32 -> true;
            default -> floatType(type).isPresent();
        };
    }

    /** The float type whose bits codes of this type are; empty for integers, and for floats that are not known here. */
    static Optional<FloatType> floatType(ElementType type) {
        return switch (type) {
            case FLOAT8E4M3FN -> Optional.of(FloatType.E4M3FN);
            case FLOAT8E5M2 -> Optional.of(FloatType.E5M2);
            case FLOAT4E2M1 -> Optional.of(FloatType.E2M1);
            default -> Optional.empty();
        };
    }

    /** The codes of a tensor; of two in a byte the first is the low nibble. Those of floats are their bits. */
    static int[] read(StoredTensor tensor) throws IOException {
        int[] codes = new int[Math.toIntExact(tensor.shape().elements())];
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(tensor.bytes().size())).order(ByteOrder.LITTLE_ENDIAN);
        tensor.bytes().read(0, bytes);
        bytes.flip();
        ElementType type = tensor.type();
        boolean signed = IntegerParameters.isSigned(type);
        switch (type.bits()) {
            case 4 -> {
                for (int i = 0; i < codes.length; i++) {
                    int nibble = bytes.get(i / 2) >> 4 * (i % 2) & 0xF;
                    codes[i] = signed && nibble > 7 ? nibble - 16 : nibble;
                }
            }
            case 8 -> {
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = signed ? bytes.get(i) : bytes.get(i) & 0xFF;
                }
            }
            case 16 -> {
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = signed ? bytes.getShort(2 * i) : bytes.getShort(2 * i) & 0xFFFF;
                }
            }
            case 32 -> bytes.asIntBuffer().get(codes);
            default -> throw new IllegalArgumentException(type + " holds no codes");
        }
        return codes;
    }

    /** The float32 values of codes, with parameters that fit the shape. */
    static float[] values(int[] codes, Shape shape, IntegerParameters parameters) {
        float[] values = new float[codes.length];
        Optional<FloatType> floats = floatType(parameters.type());
        int[] granules = granules(shape, parameters.axis());
        for (int i = 0; i < codes.length; i++) {
            int granule = granules.length == 0 ? 0 : granules[i];
            float steps = floats.isPresent()
                    ? floats.get().decode(codes[i])
                    : (float) ((long) codes[i] - parameters.zeroPoints()[granule]);
            values[i] = steps * parameters.scales()[granule] + 0f; // no negative zero
        }
        return values;
    }

    /** Number of the scale of each value; empty where there is one for all. */
    static int[] granules(Shape shape, ScaleAxis axis) {
        if (axis.axis().isEmpty()) {
            return new int[0];
        }
        int at = axis.axis().getAsInt();
        int[] granules = new int[Math.toIntExact(shape.elements())];
        GroupLayout blocks = GroupLayout.of(shape, at, Math.max(1, axis.block()));
        long inner = shape.product(at + 1, shape.rank());
        long extent = shape.extent(at);
        for (int i = 0; i < granules.length; i++) {
            granules[i] = axis.isBlocked() ? blocks.granule(i) : (int) (i / inner % extent);
        }
        return granules;
    }
}
