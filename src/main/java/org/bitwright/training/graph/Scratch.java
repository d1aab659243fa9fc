package org.bitwright.training.graph;

/** Room for the values of an operator while it runs, for the operators of one pass, which run one after the other. */
final class Scratch {
    private float[] first = {};
    private float[] second = {};

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
}
