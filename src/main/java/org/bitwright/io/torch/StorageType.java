package org.bitwright.io.torch;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.ElementType;

/** PyTorch's classes of storages, by their name in the module {@code torch}. */
enum StorageType {
    DOUBLE("DoubleStorage", ElementType.FLOAT64),
    FLOAT("FloatStorage", ElementType.FLOAT32),
    HALF("HalfStorage", ElementType.FLOAT16),
    BFLOAT16("BFloat16Storage", ElementType.BFLOAT16),
    LONG("LongStorage", ElementType.INT64),
    INT("IntStorage", ElementType.INT32),
    SHORT("ShortStorage", ElementType.INT16),
    CHAR("CharStorage", ElementType.INT8),
    BYTE("ByteStorage", ElementType.UINT8),
    BOOL("BoolStorage", ElementType.BOOL),
    COMPLEX_FLOAT("ComplexFloatStorage", ElementType.COMPLEX64),
    COMPLEX_DOUBLE("ComplexDoubleStorage", ElementType.COMPLEX128);

    static final String MODULE = "torch";

    private final String className;
    private final ElementType type;

    StorageType(String className, ElementType type) {
        this.className = className;
        this.type = type;
    }

    String className() {
        return className;
    }

    ElementType type() {
        return type;
    }

    /** Bytes of one element. */
    int width() {
        return type.bits() / Byte.SIZE;
    }

    /** Bytes of what a machine of the other byte order stores turned around: the parts of complex numbers are two. */
    int swapWidth() {
        return type == ElementType.COMPLEX64 || type == ElementType.COMPLEX128 ? width() / 2 : width();
    }

    static Optional<StorageType> of(String module, String name) {
        return module.equals(MODULE)
                ? Arrays.stream(values())
                        .filter(storage -> storage.className.equals(name))
                        .findFirst()
                : Optional.empty();
    }

    static Optional<StorageType> of(ElementType type) {
        return Arrays.stream(values()).filter(storage -> storage.type == type).findFirst();
    }
}
