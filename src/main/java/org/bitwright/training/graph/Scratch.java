package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.List;

/** Room for the values of an operator while it runs, for the operators of one pass, which run one after the other. */
final class Scratch {
    private float[] first = {};
    private float[] second = {};
    private final List<float[]> rooms = new ArrayList<>();

    /** At least {@code count} values of any content. */
    float[] first(int count) {
        if (first.length < count) {
            first = new float[count];
        }
        return first;
    }

    /** Another such room. */
    float[] second(int count) {
        if (second.length < count) {
            second = new float[count];
        }
        return second;
    }

    /** Room number {@code number}, none of the two above. */
    float[] room(int number, int count) {
        while (rooms.size() <= number) {
            rooms.add(new float[0]);
        }
        if (rooms.get(number).length < count) {
            rooms.set(number, new float[count]);
        }
        return rooms.get(number);
    }
}
