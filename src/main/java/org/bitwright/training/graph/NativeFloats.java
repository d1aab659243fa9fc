package org.bitwright.training.graph;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How the program's own code reaches the values of ND4J's arrays: without copying through its slow accessors. */
final class NativeFloats {
    private NativeFloats() {}

    /** The values of a float array that lies dense and row by row; valid as long as the array is. */
    static FloatBuffer of(INDArray array) {
        FloatPointer pointer = new FloatPointer(array.data().addressPointer());
        return pointer.position(0).limit(array.length()).asBuffer();
    }
}
