package org.bitwright.model;

import java.util.List;

/**
 * One operator of a network.
 *
 * @param name unique within its graph where the file names it, else made from type and position
 * @param type operator type, with its domain before it where that is not the standard one
 * @param quantizable whether one of its weights can be quantized here
 * @param reason why not, in a user's words; empty where it can, or where it holds no weights
 * @param inputs names of the values that it takes, in its order; empty strings where one is left out
 * @param outputs names of the values that it gives
 * @param nested whether it lies in a branch, a loop or a function instead of the main graph
 */
public record Operator(
        String name,
        String type,
        boolean quantizable,
        Phrase reason,
        List<String> inputs,
        List<String> outputs,
        boolean nested) {
    public Operator {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Why none of its weights can be quantized, in English. */
    public String note() {
        return reason.toString();
    }
}
