package org.bitwright.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A tensor of a file that holds no network, with what the file or its format's conventions tell of its use.
 *
 * @param tensor in the order of the file; the values that the codes stand for where {@code grid} is present
 * @param channelAxis the axis of the output channels; empty where there is none, or nobody can tell
 * @param inputAxis the axis along which inputs are summed up; empty likewise
 * @param op type of the operator that it serves, in ONNX's words ({@code Conv}, {@code Gemm}), as far as file or
 *     convention tell; empty where they do not
 * @param grid the integers that the file stores it in; empty for a tensor of plain numbers
 * @param bias name of the tensor that is added with it, where the file tells; else its name tells
 */
public record StoredWeight(
        Tensor tensor,
        OptionalInt channelAxis,
        OptionalInt inputAxis,
        String op,
        Optional<StoredGrid> grid,
        Optional<String> bias) {

    /** A weight whose bias, if it has one, is found by its name. */
    public StoredWeight(
            Tensor tensor, OptionalInt channelAxis, OptionalInt inputAxis, String op, Optional<StoredGrid> grid) {
        this(tensor, channelAxis, inputAxis, op, grid, Optional.empty());
    }

    /** A tensor of which nothing but its numbers is known: a bias, a statistic, a counter. */
    public static StoredWeight plain(Tensor tensor) {
        return new StoredWeight(tensor, OptionalInt.empty(), OptionalInt.empty(), "", Optional.empty());
    }

    /** Whether it can be quantized: numbers with a fraction, and more than one axis. */
    public boolean isLayer() {
        return tensor.type().isWeight()
                && tensor.shape().rank() >= 2
                && tensor.shape().elements() > 0;
    }
}
