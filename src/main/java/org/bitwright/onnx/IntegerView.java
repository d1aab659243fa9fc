package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;

/**
 * A value of integers that stands for a float value of the rewritten graph.
 *
 * @param floats name of the float value
 * @param parameters of the codes; empty where every run finds its own
 * @param maker operator that makes the integers, for operators that need them as they are
 * @param weight where the float value is a constant, perhaps moved: its parameters, along the axis of the layout in which
 *     it is stored
 * @param constant name of that constant; empty for activations
 */
record IntegerView(
        String floats,
        Optional<IntegerParameters> parameters,
        NodeProto maker,
        Optional<FoundWeight> weight,
        String constant) {

    static IntegerView ofActivation(String floats, IntegerParameters parameters, NodeProto maker) {
        return new IntegerView(floats, Optional.of(parameters), maker, Optional.empty(), "");
    }

    /** Whether scale and zero point of a reader are those of the codes. */
    boolean fits(IntegerParameters read) {
        return parameters.filter(read::sameNumbers).isPresent();
    }

    /** The same with narrower limits, which an operator behind the maker sets. */
    IntegerView limited(int low, int high, NodeProto by) {
        return new IntegerView(
                floats,
                parameters.map(all -> all.limited(low, high)),
                by,
                weight.map(all -> new FoundWeight(all.parameters().limited(low, high), all.codes(), all.form())),
                constant);
    }
}
