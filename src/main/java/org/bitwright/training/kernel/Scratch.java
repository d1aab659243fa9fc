package org.bitwright.training.kernel;

import org.bytedeco.javacpp.FloatPointer;

/** Room for the values of an operator while it runs, for the operators of one pass, which run one after the other. */
public final class Scratch implements AutoCloseable {
    private static final int ROOMS = 3;

    private final float[][] heap = new float[ROOMS][0];
    private final FloatPointer[] outside = new FloatPointer[ROOMS];

    /** At least {@code count} values of any content. */
    public float[] first(int count) {
        return heap(0, count);
    }

    /** Another such room. */
    public float[] second(int count) {
        return heap(1, count);
    }

    /** A third such room. */
    public float[] third(int count) {
        return heap(2, count);
    }

    private float[] heap(int room, int count) {
        if (heap[room].length < count) {
            heap[room] = new float[count];
        }
        return heap[room];
    }

    /**
     * Room for at least {@code count} values outside the heap.
     *
     * @param room 0 … 2
     */
    FloatPointer outside(int room, int count) {
        FloatPointer there = outside[room];
        if (there == null || there.capacity() < count) {
            if (there != null) {
                there.close();
            }
            there = new FloatPointer(count);
            outside[room] = there;
        }
        return there;
    }

    @Override
    public void close() {
        for (int room = 0; room < ROOMS; room++) {
            heap[room] = new float[0];
            if (outside[room] != null) {
                outside[room].close();
                outside[room] = null;
            }
        }
    }
}
