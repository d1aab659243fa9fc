package org.bitwright.training.graph;

import java.util.Arrays;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.GraphOperator;
import org.bitwright.training.graph.rule.DirectConvolution.Steps;

/**
 * How a convolution or pooling steps over its input along each axis of space (ONNX, Conv, ConvTranspose and MaxPool).
 *
 * @param kernel extent of the window
 * @param begin zeros before the input; fewer than none where a transposed convolution has more to give
 * @param end zeros behind it
 */
record Window(long[] kernel, long[] strides, long[] dilations, long[] begin, long[] end) {

    /**
     * @param kernel extent of the window along each axis
     * @param input extent of the input along each axis
     * @throws Unconvertible if the attributes do not fit together
     */
    static Window of(GraphOperator operator, long[] kernel, long[] input) throws Unconvertible {
        Window window = bare(operator, kernel);
        for (int i = 0; i < kernel.length; i++) {
            long outputs = (input[i] + window.strides[i] - 1) / window.strides[i];
            long zeros = Math.max(0, (outputs - 1) * window.strides[i] + window.reach(i) - input[i]);
            window.pad(operator, i, zeros, operator.text("auto_pad", "NOTSET").equals("SAME_LOWER"));
            if (window.begin[i] < 0 || window.end[i] < 0 || window.outputs(i, input[i]) < 1) {
                throw new Unconvertible(Phrase.of("Its window does not fit its input."));
            }
        }
        return window;
    }

    /** Of a transposed convolution: that of the convolution whose transpose it is. */
    static Window transposed(GraphOperator operator, long[] kernel, long[] input) throws Unconvertible {
        Window window = bare(operator, kernel);
        long[] more = given(operator, "output_padding", kernel.length, 0);
        long[] asked = operator.integers("output_shape");
        boolean same = operator.text("auto_pad", "NOTSET").startsWith("SAME");
        for (int i = 0; i < kernel.length; i++) {
            long whole = (input[i] - 1) * window.strides[i] + window.reach(i) + more[i];
            if (asked.length == 0 && !same) {
                window.pad(operator, i, 0, false);
            } else {
                long extent =
                        asked.length == 0 ? input[i] * window.strides[i] : asked[asked.length - kernel.length + i];
                // ONNX, ConvTranspose: the odd one lies behind unless SAME_UPPER asks for it before
                long zeros = whole - extent;
                boolean upper = operator.text("auto_pad", "NOTSET").equals("SAME_UPPER");
                window.begin[i] = upper ? zeros / 2 : zeros - zeros / 2;
                window.end[i] = zeros - window.begin[i];
            }
            window.end[i] -= more[i];
            if (window.inputs(i, input[i]) < 1) {
                throw new Unconvertible(Phrase.of("It leaves nothing of its input."));
            }
        }
        return window;
    }

    private static Window bare(GraphOperator operator, long[] kernel) throws Unconvertible {
        int axes = kernel.length;
        return new Window(
                kernel,
                given(operator, "strides", axes, 1),
                given(operator, "dilations", axes, 1),
                new long[axes],
                new long[axes]);
    }

    private void pad(GraphOperator operator, int axis, long zeros, boolean lower) throws Unconvertible {
        switch (operator.text("auto_pad", "NOTSET")) {
            case "NOTSET" -> {
                long[] pads = given(operator, "pads", 2 * kernel.length, 0);
                begin[axis] = pads[axis];
                end[axis] = pads[kernel.length + axis];
            }
            case "VALID" -> {
                // no zeros
            }
            default -> {
                begin[axis] = lower ? zeros - zeros / 2 : zeros / 2;
                end[axis] = zeros - begin[axis];
            }
        }
    }

    private static long[] given(GraphOperator operator, String attribute, int count, long otherwise)
            throws Unconvertible {
        long[] list = operator.integers(attribute);
        if (list.length == 0) {
            long[] filled = new long[count];
            Arrays.fill(filled, otherwise);
            return filled;
        }
        if (list.length != count) {
            throw new Unconvertible(Phrase.of("It gives %s %s where %s are needed.", list.length, attribute, count));
        }
        return list;
    }

    /** How many places the window spans. */
    private long reach(int axis) {
        return (kernel[axis] - 1) * dilations[axis] + 1;
    }

    /** Whether as many zeros lie before as behind, along each axis. */
    boolean isSymmetric() {
        return Arrays.equals(begin, end);
    }

    /** Whether places within a window lie apart. */
    boolean isDilated() {
        for (int axis = 0; axis < kernel.length; axis++) {
            if (dilations[axis] > 1 && kernel[axis] > 1) {
                return true;
            }
        }
        return false;
    }

    Window withoutPadding() {
        return new Window(kernel, strides, dilations, new long[begin.length], new long[end.length]);
    }

    /** The window along the width with a height of 1. */
    Window withHeight() {
        return new Window(
                new long[] {1, kernel[0]},
                new long[] {1, strides[0]},
                new long[] {1, dilations[0]},
                new long[] {0, begin[0]},
                new long[] {0, end[0]});
    }

    Steps steps() {
        return new Steps(
                (int) strides[0], (int) strides[1], (int) dilations[0], (int) dilations[1], (int) begin[0], (int)
                        begin[1]);
    }

    /** Number of windows along an axis, each lying wholly within the padded input. */
    long outputs(int axis, long input) {
        return Math.floorDiv(input + begin[axis] + end[axis] - reach(axis), strides[axis]) + 1;
    }

    /** Extent of the input along an axis of which there are so many windows. */
    long inputs(int axis, long outputs) {
        return (outputs - 1) * strides[axis] + reach(axis) - begin[axis] - end[axis];
    }
}
