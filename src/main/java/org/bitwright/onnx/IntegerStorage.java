package org.bitwright.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.ElementType;

/** The integer types of ONNX as storage for codes of any width: the next wider one takes them. */
final class IntegerStorage {
    private IntegerStorage() {}

    static ElementType type(int bits, boolean signed) {
        if (bits <= 4) {
            return signed ? ElementType.INT4 : ElementType.UINT4;
        }
        if (bits <= 8) {
            return signed ? ElementType.INT8 : ElementType.UINT8;
        }
        return signed ? ElementType.INT16 : ElementType.UINT16;
    }

    /** Codes as little-endian bytes; of two 4-bit codes the first is the low nibble. */
    static ByteString encode(int[] codes, ElementType type) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.bytesFor(codes.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        switch (type.bits()) {
            case 4 -> {
                for (int i = 0; i < codes.length; i += 2) {
                    int high = i + 1 < codes.length ? codes[i + 1] : 0;
                    bytes.put((byte) (codes[i] & 0xF | high << 4));
                }
            }
            case 8 -> {
                for (int code : codes) {
                    bytes.put((byte) code);
                }
            }
            case 16 -> {
                for (int code : codes) {
                    bytes.putShort((short) code);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no storage for codes");
        }
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }
}
