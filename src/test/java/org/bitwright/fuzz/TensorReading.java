package org.bitwright.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;

/** Reads every byte of tensors through one buffer, and their first values as floats. */
public final class TensorReading {
    private static final int CHUNK = 1 << 20;

    private TensorReading() {}

    public static void all(Collection<Tensor> tensors) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        float[] values = new float[256];
        for (Tensor tensor : tensors) {
            if (tensor.type() == ElementType.STRING) {
                continue;
            }
            long size = tensor.bytes().size();
            for (long at = 0; at < size; at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK, size - at));
                tensor.bytes().read(at, chunk);
            }
            if (tensor.type().isWeight()) {
                tensor.readFloats(0, values, 0, (int)
                        Math.min(values.length, tensor.shape().elements()));
            }
        }
    }
}
