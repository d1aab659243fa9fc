package org.bitwright.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One quantizable weight of a network and the operators that it serves: a row of the layer table.
 *
 * @param name what the user calls it: unique within the model, usually the operator's name
 * @param op operator type of the first operator that it serves, such as {@code Conv}
 * @param weight the weight as it is stored, in its storage layout
 * @param operators names of all operators that the weight serves, at least one
 * @param channelAxis the axis of {@code weight}'s storage layout that holds the output channels; empty where operators
 *     disagree or the axis cannot be followed
 * @param channelAxisNote why there is no channel axis, in a user's words; empty where there is one
 * @param inputAxis the axis of the storage layout along which inputs are summed up, and groups lie; empty where there
 *     is none or operators disagree
 * @param bias the constant that the operator adds, one value an output channel; empty where there is none, or several
 */
public record Layer(
        String name,
        String op,
        Tensor weight,
        List<String> operators,
        OptionalInt channelAxis,
        Phrase channelAxisNote,
        OptionalInt inputAxis,
        Optional<Tensor> bias) {
    public Layer {
        operators = List.copyOf(operators);
    }

    /** A layer without an input axis and a bias. */
    public Layer(
            String name,
            String op,
            Tensor weight,
            List<String> operators,
            OptionalInt channelAxis,
            Phrase channelAxisNote) {
        this(name, op, weight, operators, channelAxis, channelAxisNote, OptionalInt.empty(), Optional.empty());
    }

    /** Number of weights. */
    public long parameters() {
        return weight.shape().elements();
    }

    /** Number of output channels; 1 where there is no channel axis. */
    public int channels() {
        return channelAxis.isPresent() ? (int) weight.shape().extent(channelAxis.getAsInt()) : 1;
    }
}
