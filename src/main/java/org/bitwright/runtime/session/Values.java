package org.bitwright.runtime.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * A dense array that sessions read or write.
 *
 * @param bytes a direct buffer in native order, from its position to its limit as many bytes as shape and type ask for;
 *     one of {@link Engine#room} reaches a session without a copy
 */
public record Values(ElementType type, Shape shape, ByteBuffer bytes) {
    public Values {
        if (!bytes.isDirect() || bytes.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the values must lie in a direct buffer of native order");
        }
        if (bytes.remaining() != type.bytesFor(shape.elements())) {
            throw new IllegalArgumentException("values of " + shape + " " + type + " need "
                    + type.bytesFor(shape.elements()) + " bytes but have " + bytes.remaining());
        }
    }
}
