package org.bitwright.training.graph.rule;

import java.util.Arrays;
import org.bitwright.model.Shape;
import org.bitwright.training.graph.rule.DirectConvolution.Steps;

/**
 * The planes of the large side of a convolution, laid out so that every tap of the window walks over neighbours: with zeros
 * around them, and the places that are a stride apart together, one phase of the stride after the other. A tap is then one
 * long run over a whole plane, which the compiler turns into vector instructions; a row of the small side is as long as one
 * of a phase, and what stands behind its own places is not used.
 */
final class Phases {
    private final Steps steps;
    private final int height;
    private final int width;
    private final int smallHeight;
    private final int smallWidth;
    private final int rowLength;
    private final int phase;
    private final int[] offsets;

    Phases(Shape large, Shape small, Shape weight, Steps steps) {
        this.steps = steps;
        this.height = (int) large.extent(2);
        this.width = (int) large.extent(3);
        this.smallHeight = (int) small.extent(2);
        this.smallWidth = (int) small.extent(3);
        int kernelX = (int) weight.extent(3);
        int reachY = ((int) weight.extent(2) - 1) * steps.dilationY();
        int reachX = (kernelX - 1) * steps.dilationX();
        this.rowLength = smallWidth + reachX / steps.strideX();
        this.phase = (smallHeight + reachY / steps.strideY()) * rowLength;
        this.offsets = new int[(int) weight.product(2, 4)];
        for (int tap = 0; tap < offsets.length; tap++) {
            int y = tap / kernelX * steps.dilationY();
            int x = tap % kernelX * steps.dilationX();
            offsets[tap] = place(y, x);
        }
    }

    private int place(int y, int x) {
        int number = y % steps.strideY() * steps.strideX() + x % steps.strideX();
        return number * phase + y / steps.strideY() * rowLength + x / steps.strideX();
    }

    /** Where the walk of each tap over a spread plane of the large side begins. */
    int[] offsets() {
        return offsets;
    }

    /** Numbers of one phase of a spread plane of the large side. */
    int phase() {
        return phase;
    }

    /** Numbers of a spread plane of the large side. */
    int largePlane() {
        return phase * steps.strideY() * steps.strideX();
    }

    /** Numbers of a spread plane of the small side: how far each tap walks. */
    int smallPlane() {
        return (smallHeight - 1) * rowLength + smallWidth;
    }

    /** Lays out one plane of the large side. */
    void spreadLarge(float[] plane, int from, float[] spread, int to) {
        Arrays.fill(spread, to, to + largePlane(), 0);
        move(plane, from, spread, to, true);
    }

    /** The way back; places that no window reaches become zero. */
    void gatherLarge(float[] spread, int from, float[] plane, int to) {
        Arrays.fill(plane, to, to + height * width, 0);
        move(plane, to, spread, from, false);
    }

    private void move(float[] plane, int at, float[] spread, int spreadAt, boolean out) {
        int stride = steps.strideX();
        int rows = phase / rowLength * steps.strideY();
        int low = Math.max(0, steps.beginX());
        int end = Math.min(rowLength * stride, width + steps.beginX());
        for (int y = 0; y < height; y++) {
            int row = y + steps.beginY();
            if (row < 0 || row >= rows) {
                continue;
            }
            for (int first = 0; first < stride; first++) {
                int column = low + Math.floorMod(first - low, stride);
                int from = at + y * width + column - steps.beginX();
                copy(plane, from, spread, spreadAt + place(row, column), (end - column + stride - 1) / stride, out);
            }
        }
    }

    private void copy(float[] plane, int from, float[] spread, int to, int count, boolean out) {
        int stride = steps.strideX();
        if (stride == 1 && count > 0) {
            if (out) {
                System.arraycopy(plane, from, spread, to, count);
            } else {
                System.arraycopy(spread, to, plane, from, count);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            if (out) {
                spread[to + i] = plane[from + i * stride];
            } else {
                plane[from + i * stride] = spread[to + i];
            }
        }
    }

    /** Lays out one plane of the small side, with zeros behind the places of each row. */
    void spreadSmall(float[] plane, int from, float[] spread, int to) {
        for (int row = 0; row < smallHeight; row++) {
            int at = to + row * rowLength;
            System.arraycopy(plane, from + row * smallWidth, spread, at, smallWidth);
            if (row < smallHeight - 1) {
                Arrays.fill(spread, at + smallWidth, at + rowLength, 0);
            }
        }
    }

    /** The way back. */
    void gatherSmall(float[] spread, int from, float[] plane, int to) {
        for (int row = 0; row < smallHeight; row++) {
            System.arraycopy(spread, from + row * rowLength, plane, to + row * smallWidth, smallWidth);
        }
    }
}
