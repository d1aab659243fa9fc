package org.bitwright.training.kernel;

import java.util.Arrays;

/**
 * Lays out the values that a window covers as it moves over an image: one row for each value of the window (height, width,
 * channel), one column for each place of the window. A convolution is a product with this matrix (K. Chellapilla, S. Puri,
 * P. Simard, "High Performance Convolutional Neural Networks for Document Processing", 2006).
 */
record Patches(Window2d window, int channels, int height, int width, int rows, int columns) {

    /** Rows of the matrix. */
    int values() {
        return window.kernelY() * window.kernelX() * channels;
    }

    /** Columns of the matrix for one image. */
    int places() {
        return rows * columns;
    }

    /**
     * Fills the columns of one image; what lies outside it is zero.
     *
     * @param image channels × height × width, from {@code from} on
     * @param matrix values × {@code stride}
     * @param to first column
     */
    void spread(float[] image, int from, float[] matrix, int stride, int to) {
        int row = 0;
        for (int i = 0; i < window.kernelY(); i++) {
            for (int j = 0; j < window.kernelX(); j++) {
                for (int c = 0; c < channels; c++) {
                    spread(image, from + c * height * width, i, j, matrix, row++ * stride + to);
                }
            }
        }
    }

    private void spread(float[] image, int plane, int i, int j, float[] matrix, int to) {
        int offsetY = i * window.stepY();
        int offsetX = j * window.stepX();
        int firstX = Math.min(columns, Window2d.firstInside(offsetX, window.padX(), window.strideX()));
        int endX = Math.max(firstX, Window2d.endInside(offsetX, window.padX(), window.strideX(), width, columns));
        for (int row = 0; row < rows; row++) {
            int y = row * window.strideY() - window.padY() + offsetY;
            int at = to + row * columns;
            if (y < 0 || y >= height) {
                Arrays.fill(matrix, at, at + columns, 0);
                continue;
            }
            Arrays.fill(matrix, at, at + firstX, 0);
            Arrays.fill(matrix, at + endX, at + columns, 0);
            int x = plane + y * width - window.padX() + offsetX;
            if (window.readsRuns()) {
                System.arraycopy(image, x + firstX, matrix, at + firstX, endX - firstX);
            } else {
                for (int column = firstX; column < endX; column++) {
                    matrix[at + column] = image[x + column * window.strideX()];
                }
            }
        }
    }

    /** The way back: adds the columns of one image to the values that they came from. */
    void gather(float[] matrix, int stride, int from, float[] image, int to) {
        int row = 0;
        for (int i = 0; i < window.kernelY(); i++) {
            for (int j = 0; j < window.kernelX(); j++) {
                for (int c = 0; c < channels; c++) {
                    gather(matrix, row++ * stride + from, i, j, image, to + c * height * width);
                }
            }
        }
    }

    private void gather(float[] matrix, int from, int i, int j, float[] image, int plane) {
        int offsetY = i * window.stepY();
        int offsetX = j * window.stepX();
        int firstX = Window2d.firstInside(offsetX, window.padX(), window.strideX());
        int endX = Window2d.endInside(offsetX, window.padX(), window.strideX(), width, columns);
        for (int row = 0; row < rows; row++) {
            int y = row * window.strideY() - window.padY() + offsetY;
            if (y < 0 || y >= height) {
                continue;
            }
            int at = from + row * columns;
            int x = plane + y * width - window.padX() + offsetX;
            for (int column = firstX; column < endX; column++) {
                image[x + column * window.strideX()] += matrix[at + column];
            }
        }
    }
}
