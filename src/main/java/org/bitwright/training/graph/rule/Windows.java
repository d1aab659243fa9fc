package org.bitwright.training.graph.rule;

import java.util.Arrays;

/**
 * The places of a plane that each window over it covers.
 *
 * @param starts for each window where its places begin in {@code places}, and where those of the last one end
 * @param places in the plane, row by row
 * @param taps how many places each window has, those before and behind the plane that count as zeros included
 */
public record Windows(int[] starts, int[] places, int[] taps) {

    /**
     * @param input extents of the plane, along one, two or three axes
     * @param outputs number of windows along each axis
     * @param end zeros behind the plane; what a window has beyond them does not count
     */
    public static Windows of(
            int[] input, int[] kernel, int[] strides, int[] dilations, int[] begin, int[] end, int[] outputs) {
        int windows = Arrays.stream(outputs).reduce(1, (a, b) -> a * b);
        int size = Arrays.stream(kernel).reduce(1, (a, b) -> a * b);
        int[] starts = new int[windows + 1];
        int[] places = new int[Math.multiplyExact(windows, size)];
        int[] taps = new int[windows];
        int count = 0;
        for (int window = 0; window < windows; window++) {
            for (int tap = 0; tap < size; tap++) {
                int place = 0;
                int step = 1;
                boolean within = true;
                boolean counts = true;
                int windowLeft = window;
                int tapLeft = tap;
                for (int axis = input.length - 1; axis >= 0; axis--) {
                    int at = windowLeft % outputs[axis] * strides[axis]
                            - begin[axis]
                            + tapLeft % kernel[axis] * dilations[axis];
                    within &= at >= 0 && at < input[axis];
                    counts &= at < input[axis] + end[axis];
                    place += at * step;
                    step *= input[axis];
                    windowLeft /= outputs[axis];
                    tapLeft /= kernel[axis];
                }
                if (within) {
                    places[count++] = place;
                }
                taps[window] += counts ? 1 : 0;
            }
            starts[window + 1] = count;
        }
        return new Windows(starts, Arrays.copyOf(places, count), taps);
    }

    /** Whether each window has four places. */
    boolean areFours() {
        if (places.length != 4 * count()) {
            return false;
        }
        for (int window = 0; window < starts.length; window++) {
            if (starts[window] != 4 * window) {
                return false;
            }
        }
        return true;
    }

    int count() {
        return taps.length;
    }
}
