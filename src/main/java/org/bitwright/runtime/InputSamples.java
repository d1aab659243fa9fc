package org.bitwright.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Preprocessing;
import org.jspecify.annotations.Nullable;

/**
 * Preprocessed samples in native memory, in the network's input type, made when first asked for. All are kept where
 * they fit a budget, so that every candidate after the first reads them for nothing; else each batch is made anew.
 * Thread-safe; the buffers belong to the garbage collector.
 */
final class InputSamples {
    /** Samples a block; batches do not cross blocks. */
    static final int BLOCK = 512;

    private static final long MAX_BUDGET = 512L << 20;

    private final Dataset data;
    private final Affine affine;
    private final ElementType type;
    private final int elements;
    private final @Nullable ByteBuffer[] blocks;
    private final Object[] locks;
    private final boolean kept;

    InputSamples(Dataset data, Preprocessing preprocessing, ElementType type) throws InferenceException {
        this.data = data;
        this.type = type;
        this.elements = Math.toIntExact(data.sampleShape().elements());
        this.affine = Affine.of(preprocessing, data.sampleShape());
        long bytes = (long) data.size() * elements * width();
        this.kept = bytes <= Math.min(MAX_BUDGET, Runtime.getRuntime().maxMemory() / 4)
                && (long) BLOCK * elements * width() <= Integer.MAX_VALUE;
        int count = kept ? (data.size() + BLOCK - 1) / BLOCK : 0;
        this.blocks = new ByteBuffer[count];
        this.locks = new Object[count];
        for (int block = 0; block < count; block++) {
            locks[block] = new Object();
        }
    }

    int size() {
        return data.size();
    }

    int elements() {
        return elements;
    }

    /**
     * Samples {@code first} … {@code first + count − 1}, all of one block, followed by zeros up to {@code room} samples.
     * The buffer is direct and is not written to by the caller.
     *
     * @param scratch of the calling thread; the buffer may lie in it and is then valid until the next call
     */
    ByteBuffer batch(int first, int count, int room, Scratch scratch) {
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

    /** A buffer that one thread uses again and again. */
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

    private ByteBuffer block(int number) {
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
        return ByteBuffer.allocateDirect(Math.toIntExact((long) samples * elements * width()))
                .order(ByteOrder.nativeOrder());
    }

    private void fill(ByteBuffer into, int first, int count) {
        float[] values = new float[elements];
        for (int sample = 0; sample < count; sample++) {
            data.read(first + sample, 1, values, 0);
            affine.apply(values);
            encode(values, into, sample * elements * width());
        }
    }

    private void encode(float[] values, ByteBuffer into, int at) {
        NativeFloats.put(
                values, type, into.duplicate().order(ByteOrder.nativeOrder()).position(at));
    }

    private int width() {
        return type.bits() / 8;
    }
}
