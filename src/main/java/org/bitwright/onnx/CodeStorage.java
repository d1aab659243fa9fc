package org.bitwright.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.bitwright.model.ElementType;

/** Codes as the bytes of ONNX's narrow types. */
final class CodeStorage {
    private CodeStorage() {}

    /** The type's name as ONNX writes it. */
    static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
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
            case 32 -> bytes.asIntBuffer().put(codes);
            case 64 -> {
                for (int code : codes) {
                    bytes.putLong(code);
                }
            }
            default -> throw new IllegalArgumentException(type + " is no storage for codes");
        }
        return UnsafeByteOperations.unsafeWrap(bytes.array());
    }
}
