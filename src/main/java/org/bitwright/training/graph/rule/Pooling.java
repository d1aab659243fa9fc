package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The largest or the mean of each window over each plane of the input.
 *
 * @param planes number of planes: samples times channels
 * @param plane number of places of a plane
 */
public record Pooling(Shape result, Kind kind, int planes, int plane, Windows windows) implements Rule {

    /** What becomes of a window. */
    public enum Kind {
        /** Its largest number; the gradient goes to the first of several. */
        MAXIMUM,
        /** The mean of its numbers. */
        MEAN,
        /** The mean of its numbers and the zeros around the plane. */
        MEAN_WITH_ZEROS
    }

    @Override
    public String name() {
        return kind == Kind.MAXIMUM ? "max pooling" : "average pooling";
    }

    @Override
    public boolean backwardTakesInputs() {
        return kind == Kind.MAXIMUM;
    }

    @Override
    public void forward(float[][] inputs, float[] result) {
        float[] x = inputs[0];
        int at = 0;
        if (kind == Kind.MAXIMUM && windows.areFours()) {
            largestOfFour(x, result);
            return;
        }
        for (int i = 0; i < planes; i++) {
            for (int window = 0; window < windows.count(); window++) {
                result[at++] = kind == Kind.MAXIMUM ? x[largest(x, i * plane, window)] : mean(x, i * plane, window);
            }
        }
    }

    /** Windows of four places, the usual ones. */
    private void largestOfFour(float[] x, float[] result) {
        int[] places = windows.places();
        int at = 0;
        for (int first = 0; first < planes * plane; first += plane) {
            for (int i = 0; i < places.length; i += 4) {
                float upper = Math.max(x[first + places[i]], x[first + places[i + 1]]);
                float lower = Math.max(x[first + places[i + 2]], x[first + places[i + 3]]);
                result[at++] = Math.max(upper, lower);
            }
        }
    }

    private void passToLargestOfFour(float[] x, float[] gradient, float[] byX) {
        int[] places = windows.places();
        int at = 0;
        for (int first = 0; first < planes * plane; first += plane) {
            for (int i = 0; i < places.length; i += 4) {
                int a = first + places[i];
                int b = first + places[i + 1];
                int c = first + places[i + 2];
                int d = first + places[i + 3];
                int upper = a + (b - a) * isLess(x[a], x[b]);
                int lower = c + (d - c) * isLess(x[c], x[d]);
                int best = upper + (lower - upper) * isLess(Math.max(x[a], x[b]), Math.max(x[c], x[d]));
                byX[best] += gradient[at++];
            }
        }
    }

    /** 1 where one number is less than another, else 0; without a branch, which would be mispredicted half of the time. */
    private static int isLess(float a, float b) {
        return Float.floatToRawIntBits(a - b) >>> 31;
    }

    private int largest(float[] x, int first, int window) {
        int[] places = windows.places();
        int from = windows.starts()[window];
        int best = first + places[from];
        float largest = x[best];
        for (int i = from + 1; i < windows.starts()[window + 1]; i++) {
            int place = first + places[i];
            if (x[place] > largest) {
                largest = x[place];
                best = place;
            }
        }
        return best;
    }

    private float mean(float[] x, int first, int window) {
        double sum = 0;
        for (int i = windows.starts()[window]; i < windows.starts()[window + 1]; i++) {
            sum += x[first + windows.places()[i]];
        }
        return (float) (sum / divisor(window));
    }

    private int divisor(int window) {
        return kind == Kind.MEAN_WITH_ZEROS
                ? windows.taps()[window]
                : windows.starts()[window + 1] - windows.starts()[window];
    }

    @Override
    public void backward(float[][] inputs, float[] result, float[] gradient, @Nullable float[][] byInputs) {
        float[] byX = byInputs[0];
        if (byX == null) {
            return;
        }
        Arrays.fill(byX, 0, planes * plane, 0);
        if (kind == Kind.MAXIMUM && windows.areFours()) {
            passToLargestOfFour(inputs[0], gradient, byX);
            return;
        }
        int at = 0;
        for (int i = 0; i < planes; i++) {
            for (int window = 0; window < windows.count(); window++) {
                float slope = gradient[at++];
                if (kind == Kind.MAXIMUM) {
                    byX[largest(inputs[0], i * plane, window)] += slope;
                } else {
                    float share = slope / divisor(window);
                    for (int j = windows.starts()[window]; j < windows.starts()[window + 1]; j++) {
                        byX[i * plane + windows.places()[j]] += share;
                    }
                }
            }
        }
    }
}
