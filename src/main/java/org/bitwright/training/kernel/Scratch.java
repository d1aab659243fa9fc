package org.bitwright.training.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Room for the values of an operator while it runs, for the operators of one pass, which run one after the other. */
public final class Scratch implements AutoCloseable {
    private static final int THIRD = 2;

    private final List<float[]> rooms = new ArrayList<>();
    private final FloatPointer[] outside = new FloatPointer[THIRD + 1];

    /** At least {@code count} values of any content. */
    public float[] first(int count) {
        return room(0, count);
    }

    /** Another such room. */
    public float[] second(int count) {
        return room(1, count);
    }

    /** A third such room. */
    public float[] third(int count) {
        return room(THIRD, count);
    }

    /** Any number of such rooms: number 0 is the first one. */
    public float[] room(int number, int count) {
        while (rooms.size() <= number) {
            rooms.add(new float[0]);
        }
        if (rooms.get(number).length < count) {
            rooms.set(number, new float[count]);
        }
        return rooms.get(number);
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
        rooms.clear();
        for (int room = 0; room < outside.length; room++) {
            if (outside[room] != null) {
                outside[room].close();
                outside[room] = null;
            }
        }
    }
}
