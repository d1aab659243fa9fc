package org.bitwright.runtime;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.SampleInput;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.NativeIntegers;
import org.jspecify.annotations.Nullable;

/**
 * The preprocessed samples of one input where sessions reach them, in the network's input type, made when first asked for. All
 * are kept where they fit a budget, so that every candidate after the first reads them for nothing; else, and where data
 * keep what was slow to read themselves, each batch is made anew. Thread-safe; the buffers belong to the garbage collector.
 */
final class InputSamples {
    /** Samples a block; batches do not cross blocks. */
    static final int BLOCK = 512;

    private final Dataset data;
    private final int source;
    private final SampleInput stored;
    private final AxisOrder order;
    private final Affine affine;
    private final InputLayout layout;
    private final int elements;
    private final @Nullable ByteBuffer[] blocks;
    private final Object[] locks;
    private final boolean kept;

    /** @param budget bytes that may be kept */
    InputSamples(Dataset data, InputFit.Fed fed, Preprocessing preprocessing, long budget) throws InferenceException {
        this.data = data;
        this.source = fed.source();
        this.stored = data.inputs().get(source);
        this.layout = fed.layout();
        this.order = layout.order();
        this.elements = Math.toIntExact(stored.shape().elements());
        this.affine =
                Affine.of(type().isFloating() ? preprocessing : Preprocessing.scaled(1), order.of(stored.shape()));
        this.kept = !data.readsSlowly() && bytes() <= budget && (long) BLOCK * elements * width() <= Integer.MAX_VALUE;
        int count = kept ? (data.size() + BLOCK - 1) / BLOCK : 0;
        this.blocks = new ByteBuffer[count];
        this.locks = new Object[count];
        for (int block = 0; block < count; block++) {
            locks[block] = new Object();
        }
    }

    /** Whether a batch lies in the same memory each time that it is asked for. */
    boolean areKept() {
        return kept;
    }

    /** Number of values of one sample. */
    int elements() {
        return elements;
    }

    /** Bytes that all samples take, whether they are kept or not. */
    long bytes() {
        return (long) data.size() * elements * width();
    }

    /**
     * Samples {@code first} … {@code first + count − 1}, all of one block, followed by zeros up to {@code room} samples.
     * The buffer is direct and is not written to by the caller.
     *
     * @param scratch the buffer may lie in it and is then valid until it is given again
     * @throws InferenceException if a value is none of the network's input type
     */
    ByteBuffer batch(int first, int count, int room, Scratch scratch) throws InferenceException {
        if (!kept || room > count) {
            ByteBuffer made = scratch.room(this, room);
            fill(made, first, count);
            zero(made, count * elements * width());
            return made;
        }
        ByteBuffer block = block(first / BLOCK);
        int from = first % BLOCK * elements * width();
        return block.slice(from, count * elements * width()).order(ByteOrder.nativeOrder());
    }

    /** A buffer that one run after the other uses again. */
    static final class Scratch {
        private @Nullable ByteBuffer buffer;

        private ByteBuffer room(InputSamples samples, int count) {
            int bytes = Math.toIntExact((long) count * samples.elements * samples.width());
            ByteBuffer room = buffer;
            if (room == null || room.capacity() < bytes) {
                room = samples.direct(count);
                buffer = room;
            }
            return room.slice(0, bytes).order(ByteOrder.nativeOrder());
        }
    }

    private static void zero(ByteBuffer buffer, int from) {
        for (int i = from; i < buffer.limit(); i++) {
            buffer.put(i, (byte) 0);
        }
    }

    private ByteBuffer block(int number) throws InferenceException {
        synchronized (locks[number]) {
            ByteBuffer block = blocks[number];
            if (block == null) {
                int first = number * BLOCK;
                int count = Math.min(BLOCK, data.size() - first);
                block = direct(count);
                fill(block, first, count);
                blocks[number] = block;
            }
            return block;
        }
    }

    private ByteBuffer direct(int samples) {
        return Engines.current().room(Math.toIntExact((long) samples * elements * width()));
    }

    private void fill(ByteBuffer into, int first, int count) throws InferenceException {
        try {
            if (type().isFloating()) {
                fillFloats(into, first, count);
            } else {
                fillIntegers(into, first, count);
            }
        } catch (UncheckedIOException e) {
            throw new InferenceException(Phrase.of("A sample cannot be read: %s", Phrase.toldBy(e)), e);
        }
    }

    private void fillFloats(ByteBuffer into, int first, int count) {
        float[] values = new float[elements];
        for (int sample = 0; sample < count; sample++) {
            data.readFloats(source, first + sample, 1, values, 0);
            float[] ordered = order.apply(values, stored.shape());
            affine.apply(ordered);
            NativeFloats.put(ordered, type(), at(into, sample));
        }
    }

    private void fillIntegers(ByteBuffer into, int first, int count) throws InferenceException {
        long[] values = new long[elements];
        for (int sample = 0; sample < count; sample++) {
            readIntegers(first + sample, values);
            NativeIntegers.put(order.apply(values, stored.shape()), type(), at(into, sample));
        }
    }

    private void readIntegers(int sample, long[] into) throws InferenceException {
        if (stored.type().isFloating()) {
            float[] floats = new float[elements];
            data.readFloats(source, sample, 1, floats, 0);
            for (int i = 0; i < elements; i++) {
                refuseUnless(NativeIntegers.takes(type(), floats[i]), sample, floats[i]);
                into[i] = (long) floats[i];
            }
        } else {
            data.readLongs(source, sample, 1, into, 0);
            for (long value : into) {
                refuseUnless(NativeIntegers.takes(type(), value), sample, value);
            }
        }
    }

    private void refuseUnless(boolean taken, int sample, Number value) throws InferenceException {
        if (!taken) {
            throw new InferenceException(Phrase.of(
                    "Sample %s holds %s, which is no number of type %s that the network's input '%s' takes.",
                    sample, value, type(), layout.name()));
        }
    }

    private ByteBuffer at(ByteBuffer into, int sample) {
        return into.duplicate().order(ByteOrder.nativeOrder()).position(sample * elements * width());
    }

    private ElementType type() {
        return layout.type();
    }

    private int width() {
        return type().bits() / 8;
    }
}
