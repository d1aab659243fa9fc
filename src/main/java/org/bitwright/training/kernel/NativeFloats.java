package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the program's own code reaches the values of ND4J's arrays: without copying through its slow accessors. */
public final class NativeFloats {
    private NativeFloats() {}

    /** The values of a float array that lies dense and row by row; valid as long as the array is. */
    public static FloatBuffer of(INDArray array) {
        return at(array, 0).limit(array.length()).asBuffer();
    }

    /** Where the values from number {@code from} on begin. */
    static FloatPointer at(INDArray array, long from) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("expected an array of floats, found " + array.dataType());
        }
        return new FloatPointer(new FloatPointer(array.data().addressPointer()).position(from));
    }
}
