package org.bitwright.training.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Passes the gradient of each window to its largest value, the first of several as large. */
final class MaxPoolBackKernel implements Kernel {
    /** The integer of the operator that says where the channels stand: 0 behind the samples. */
    private static final int CHANNELS_LAST = 10;

    private final Window2d window;
    private final FloatBuffer x;
    private final FloatBuffer gradient;
    private final FloatBuffer passed;
    private final int planes;
    private final int height;
    private final int width;
    private final int rows;
    private final int columns;
    private final Scratch scratch;
    private final float[] slopes;
    private final boolean fours;

    private MaxPoolBackKernel(Window2d window, Binding arrays) {
        INDArray image = arrays.inputs().get(0);
        INDArray pooled = arrays.inputs().get(1);
        this.window = window;
        this.x = NativeFloats.of(image);
        this.gradient = NativeFloats.of(pooled);
        this.passed = NativeFloats.of(arrays.outputs().get(0));
        this.planes = (int) (image.size(0) * image.size(1));
        this.height = (int) image.size(2);
        this.width = (int) image.size(3);
        this.rows = (int) pooled.size(2);
        this.columns = (int) pooled.size(3);
        this.scratch = arrays.scratch();
        this.slopes = new float[rows * columns];
        this.fours = window.equals(new Window2d(2, 2, 2, 2, 0, 0, 1, 1)) && 2 * rows <= height && 2 * columns <= width;
    }

    /** The kernel of {@code maxpool2d_bp} on channels before the image's axes. */
    static Optional<Kernel> of(DynamicCustomOp operator, Binding arrays) {
        return Window2d.hasGivenPadding(operator) && operator.iArgs()[CHANNELS_LAST] == 0
                ? Optional.of(new MaxPoolBackKernel(Window2d.of(operator), arrays))
                : Optional.empty();
    }

    @Override
    public void run() {
        int plane = height * width;
        float[] values = scratch.first(plane);
        float[] back = scratch.second(plane);
        for (int p = 0; p < planes; p++) {
            x.get(p * plane, values, 0, plane);
            gradient.get(p * slopes.length, slopes);
            Arrays.fill(back, 0, plane, 0);
            if (fours) {
                passFours(values, back);
            } else {
                pass(values, back);
            }
            passed.put(p * plane, back, 0, plane);
        }
    }

    private void pass(float[] values, float[] back) {
        for (int row = 0; row < rows; row++) {
            int top = row * window.strideY() - window.padY();
            for (int column = 0; column < columns; column++) {
                int at = largest(values, top, column * window.strideX() - window.padX());
                if (at >= 0) {
                    back[at] += slopes[row * columns + column];
                }
            }
        }
    }

    /** Windows of two by two side by side, the usual ones. */
    private void passFours(float[] values, float[] back) {
        for (int row = 0; row < rows; row++) {
            int above = 2 * row * width;
            int below = above + width;
            for (int column = 0; column < columns; column++, above += 2, below += 2) {
                float a = values[above];
                float b = values[above + 1];
                float c = values[below];
                float d = values[below + 1];
                int upper = b > a ? above + 1 : above;
                int lower = d > c ? below + 1 : below;
                back[Math.max(c, d) > Math.max(a, b) ? lower : upper] = slopes[row * columns + column];
            }
        }
    }

    private int largest(float[] values, int top, int left) {
        int at = -1;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0, y = top; i < window.kernelY(); i++, y += window.stepY()) {
            if (y < 0 || y >= height) {
                continue;
            }
            for (int j = 0, column = left; j < window.kernelX(); j++, column += window.stepX()) {
                if (column >= 0 && column < width && (at < 0 || values[y * width + column] > largest)) {
                    at = y * width + column;
                    largest = values[at];
                }
            }
        }
        return at;
    }
}
