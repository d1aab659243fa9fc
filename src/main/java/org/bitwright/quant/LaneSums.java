package org.bitwright.quant;

import java.util.Arrays;

/**
 * The error sums of neighbouring places in float32, as the innermost loops write them. Few values are added before they
 * go over into double precision: each addition is off by at most half a unit in the last place.
 */
final class LaneSums {
    /** How many values may be added to a place before it is drained. */
    static final int MOST = 256;

    /** Σe². */
    final float[] squares;
    /** What {@link ErrorSums#product} says. */
    final float[] products;
    /** max|e|. */
    final float[] greatest;
    /** Σe² of clipped values. */
    final float[] clipSquares;
    /** Number of clipped values: whole numbers. */
    final float[] clipped;

    LaneSums(int width) {
        squares = new float[width];
        products = new float[width];
        greatest = new float[width];
        clipSquares = new float[width];
        clipped = new float[width];
    }

    int width() {
        return squares.length;
    }

    void clear() {
        Arrays.fill(squares, 0f);
        Arrays.fill(products, 0f);
        Arrays.fill(greatest, 0f);
        Arrays.fill(clipSquares, 0f);
        Arrays.fill(clipped, 0f);
    }

    /** A value of the path without clamping. */
    void add(int place, float x, float quantized) {
        float e = quantized - x;
        squares[place] += e * e;
        products[place] += x * e;
        greatest[place] = Math.max(greatest[place], Math.abs(e));
    }

    /** A value of the path with clamping. */
    void addClamped(int place, float x, float quantized, boolean beyond) {
        float e = quantized - x;
        squares[place] += e * e;
        products[place] += quantized * quantized;
        greatest[place] = Math.max(greatest[place], Math.abs(e));
        if (beyond) {
            clipSquares[place] += e * e;
            clipped[place]++;
        }
    }

    /** Adds the sums of all places to one and clears them. */
    void drainTo(ErrorSums sums, int place, KernelPath path) {
        sums.error[place] += fold(squares);
        sums.product[place] += fold(products);
        drainGreatest(sums, place);
        if (path != KernelPath.UNCLIPPED) {
            sums.clipError[place] += fold(clipSquares);
            sums.clipped[place] += (int) fold(clipped);
        }
    }

    /** Raises the greatest error of one place to that of all places, and clears these. */
    void drainGreatest(ErrorSums sums, int place) {
        sums.max[place] = Math.max(sums.max[place], foldMax(greatest));
    }

    /** Adds each place's sums to the places from {@code first} on and clears them. */
    void drainEach(ErrorSums sums, int first, KernelPath path) {
        move(squares, sums.error, first);
        move(products, sums.product, first);
        for (int j = 0; j < greatest.length; j++) {
            sums.max[first + j] = Math.max(sums.max[first + j], greatest[j]);
        }
        if (path != KernelPath.UNCLIPPED) {
            move(clipSquares, sums.clipError, first);
            for (int j = 0; j < clipped.length; j++) {
                sums.clipped[first + j] += (int) clipped[j];
            }
            Arrays.fill(clipped, 0f);
        }
    }

    private static void move(float[] from, double[] to, int first) {
        for (int j = 0; j < from.length; j++) {
            to[first + j] += from[j];
        }
        Arrays.fill(from, 0f);
    }

    /** The sum in double precision and fixed order; clears the array. */
    private static double fold(float[] sums) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = 0;
        for (; j + 3 < sums.length; j += 4) {
            a += sums[j];
            b += sums[j + 1];
            c += sums[j + 2];
            d += sums[j + 3];
        }
        for (; j < sums.length; j++) {
            a += sums[j];
        }
        Arrays.fill(sums, 0f);
        return (a + b) + (c + d);
    }

    /** The greatest of magnitudes, compared by their bits: that takes one instruction and no NaN is there. */
    private static float foldMax(float[] magnitudes) {
        int max = 0;
        for (float magnitude : magnitudes) {
            max = Math.max(max, Float.floatToRawIntBits(magnitude));
        }
        Arrays.fill(magnitudes, 0f);
        return Float.intBitsToFloat(max);
    }
}
