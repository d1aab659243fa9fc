package org.bitwright.runtime.child;

import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import sun.misc.Unsafe;

/** Where direct buffers lie: Java 17 has no other way to tell whether a buffer was derived from another. */
final class Addresses {
    private static final Unsafe UNSAFE = unsafe();
    private static final long FIELD = field();

    private Addresses() {}

    /** Address of the byte at the position. */
    static long of(ByteBuffer direct) {
        return UNSAFE.getLong(direct, FIELD) + direct.position();
    }

    private static long field() {
        try {
            return UNSAFE.objectFieldOffset(Buffer.class.getDeclaredField("address"));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("direct buffers have no address", e);
        }
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("addresses of buffers cannot be read", e);
        }
    }
}
