package org.bitwright.runtime.session;

import java.nio.FloatBuffer;
import org.bitwright.model.ElementType;

/** Values as float32, copied only where they are of another type. */
public record FloatValues(FloatBuffer buffer) {

    /** @throws InferenceException if these are no floats */
    public static FloatValues of(Values values, String name) throws InferenceException {
        if (values.type() == ElementType.FLOAT32) {
            return new FloatValues(
                    values.bytes().slice().order(values.bytes().order()).asFloatBuffer());
        }
        return new FloatValues(FloatBuffer.wrap(OutputFloats.read(values, name)));
    }

    /** Those of the first of some samples, which share the values evenly. */
    public FloatValues first(int count, int samples) {
        return new FloatValues(buffer.duplicate().limit(buffer.position() + buffer.remaining() / samples * count));
    }
}
