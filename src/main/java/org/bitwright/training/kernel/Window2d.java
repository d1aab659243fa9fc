package org.bitwright.training.kernel;

import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * How a window moves over an image, as ND4J's operators over two axes say it in their first eight integers: kernel,
 * stride, padding before the first value, dilation; all height first.
 */
record Window2d(int kernelY, int kernelX, int strideY, int strideX, int padY, int padX, int stepY, int stepX) {
    /** The integer behind the first eight: 0 for padding as given. */
    private static final int PADDING_MODE = 8;

    static Window2d of(DynamicCustomOp operator) {
        long[] numbers = operator.iArgs();
        int[] first = new int[8];
        for (int i = 0; i < first.length; i++) {
            first[i] = (int) numbers[i];
        }
        return new Window2d(first[0], first[1], first[2], first[3], first[4], first[5], first[6], first[7]);
    }

    static boolean hasGivenPadding(DynamicCustomOp operator) {
        return operator.iArgs()[PADDING_MODE] == 0;
    }

    boolean isDilated() {
        return stepY != 1 || stepX != 1;
    }

    /** Whether a row of the windows' places reads neighbours in a row of the image. */
    boolean readsRuns() {
        return strideX == 1;
    }

    /** First place whose window does not begin before the image, for the value at {@code offset} of the window. */
    static int firstInside(int offset, int pad, int stride) {
        return Math.max(0, (pad - offset + stride - 1) / stride);
    }

    /** One behind the last place whose value at {@code offset} lies in the image of that extent. */
    static int endInside(int offset, int pad, int stride, int extent, int places) {
        int last = extent - 1 + pad - offset;
        return last < 0 ? 0 : Math.min(places, last / stride + 1);
    }
}
