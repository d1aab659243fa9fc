package org.bitwright.runtime.session;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.ShortBuffer;
import java.util.function.IntToLongFunction;
import org.bitwright.model.HalfPrecision;
import org.bitwright.model.Phrase;

/** Copies floats of any width as float32. */
public final class OutputFloats {
    private OutputFloats() {}

    /** @throws InferenceException if these are no floats */
    public static void check(Values values, String output) throws InferenceException {
        if (!values.type().isWeight()) {
            throw new InferenceException(Phrase.of(
                    "The network's output '%s' is of type %s; outputs that can be compared are floats.",
                    output, values.type()));
        }
    }

    /**
     * @param output its name, for the message
     * @throws InferenceException if these are no floats
     */
    public static float[] read(Values values, String output) throws InferenceException {
        check(values, output);
        ByteBuffer bytes = bytes(values);
        float[] floats = new float[Math.toIntExact(values.shape().elements())];
        switch (values.type()) {
            case FLOAT64 -> {
                DoubleBuffer doubles = bytes.asDoubleBuffer();
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) doubles.get(i);
                }
            }
            case FLOAT16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = HalfPrecision.fromFloat16(halves.get(i));
                }
            }
            case BFLOAT16 -> {
                ShortBuffer halves = bytes.asShortBuffer();
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = HalfPrecision.fromBfloat16(halves.get(i));
                }
            }
            default -> bytes.asFloatBuffer().get(floats);
        }
        return floats;
    }

    /** The same also for integers and truth values, rounded to float32. */
    public static float[] ofAnyNumber(Values values, String name) throws InferenceException {
        ByteBuffer bytes = bytes(values);
        int count = Math.toIntExact(values.shape().elements());
        return switch (values.type()) {
            case INT64 -> each(count, bytes.asLongBuffer()::get);
            case INT32 -> each(count, bytes.asIntBuffer()::get);
            case INT16 -> each(count, bytes.asShortBuffer()::get);
            case INT8, BOOL -> each(count, bytes::get);
            case UINT8 -> each(count, i -> bytes.get(i) & 0xFF);
            default -> read(values, name);
        };
    }

    private static ByteBuffer bytes(Values values) {
        return values.bytes().slice().order(values.bytes().order());
    }

    private static float[] each(int count, IntToLongFunction value) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = value.applyAsLong(i);
        }
        return values;
    }
}
