package org.bitwright.training.graph;

import org.bitwright.onnx.GraphOperator;

/**
 * How a convolution or pooling steps over its input along each axis of space (ONNX, Conv and MaxPool).
 *
 * @param kernel extent of the window
 * @param begin zeros before the input
 * @param end zeros behind it
 */
record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end) {

    /**
     * @param kernel extent of the window along each axis
     * @param input extent of the input along each axis
     */
    static Window of(GraphOperator operator, long[] kernel, long[] input) throws Unconvertible {
        int axes = kernel.length;
        long[] strides = given(operator, "strides", axes);
        long[] dilations = given(operator, "dilations", axes);
        long[] begin = new long[axes];
        long[] end = new long[axes];
        String automatic = operator.text("auto_pad", "NOTSET");
        long[] pads = operator.integers("pads");
        for (int i = 0; i < axes; i++) {
            long reach = (kernel[i] - 1) * dilations[i] + 1;
            switch (automatic) {
                case "NOTSET" -> {
                    begin[i] = pads.length == 0 ? 0 : pads[i];
                    end[i] = pads.length == 0 ? 0 : pads[axes + i];
                }
                case "VALID" -> {
                    // no zeros
                }
                default -> {
                    long outputs = (input[i] + strides[i] - 1) / strides[i];
                    long zeros = Math.max(0, (outputs - 1) * strides[i] + reach - input[i]);
                    begin[i] = automatic.equals("SAME_LOWER") ? zeros - zeros / 2 : zeros / 2;
                    end[i] = zeros - begin[i];
                }
            }
            if (begin[i] < 0 || end[i] < 0 || input[i] + begin[i] + end[i] < reach) {
                throw new Unconvertible("Its window does not fit its input.");
            }
        }
        return new Window(kernel, strides, dilations, begin, end);
    }

    private static long[] given(GraphOperator operator, String attribute, int axes) throws Unconvertible {
        long[] list = operator.integers(attribute);
        if (list.length == 0) {
            long[] ones = new long[axes];
            java.util.Arrays.fill(ones, 1);
            return ones;
        }
        if (list.length != axes) {
            throw new Unconvertible("It gives " + list.length + " " + attribute + " for " + axes + " axes.");
        }
        return list;
    }

    /** Whether as many zeros lie before as behind, along each axis. */
    boolean isSymmetric() {
        return java.util.Arrays.equals(begin, end);
    }

    /** Extent of what it gives along an axis, each window lying wholly within the padded input. */
    long outputs(int axis, long input) {
        long reach = (kernel[axis] - 1) * dilations[axis] + 1;
        return (input + begin[axis] + end[axis] - reach) / strides[axis] + 1;
    }
}
