package org.bitwright.export;

import java.util.List;
import java.util.Optional;

/**
 * What another tool's file says of one tensor.
 *
 * @param bits of an integer code, or of a floating-point number
 * @param isFloat whether it is floating point; then there are no scales
 * @param signed whether codes have a sign
 * @param scales one for the tensor, a channel or a block, in the file's order
 * @param offsets as many: what is added to an unsigned code before it is multiplied by its scale
 * @param axis of channels or blocks, where the file tells it
 * @param blockSize 0 where there are no blocks
 * @param byOutputs whether the blocks of a matrix lie a row of outputs, however the matrix is stored
 */
record ForeignTensor(
        String name,
        int bits,
        boolean isFloat,
        boolean signed,
        List<Float> scales,
        List<Long> offsets,
        Optional<Integer> axis,
        int blockSize,
        boolean byOutputs) {
    ForeignTensor {
        scales = List.copyOf(scales);
        offsets = List.copyOf(offsets);
    }

    static ForeignTensor ofFloat(String name, int bits) {
        return new ForeignTensor(name, bits, true, true, List.of(), List.of(), Optional.empty(), 0, false);
    }
}
