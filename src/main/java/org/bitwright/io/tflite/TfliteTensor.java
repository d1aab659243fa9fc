package org.bitwright.io.tflite;

import java.util.Optional;
import org.bitwright.model.Shape;

/**
 * A tensor of a subgraph, as the file has it.
 *
 * @param type number in the schema's enumeration TensorType
 * @param buffer index into the model's buffers; 0 for none
 */
record TfliteTensor(
        String name, Shape shape, int type, long buffer, Optional<Quantization> quantization, boolean sparse) {

    /**
     * How its numbers stand for others.
     *
     * @param special whether it is of another kind than scales and zero points
     */
    record Quantization(float[] scales, long[] zeroPoints, long axis, boolean special) {}
}
