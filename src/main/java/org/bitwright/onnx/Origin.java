package org.bitwright.onnx;

/** Where a value of a graph comes from. */
sealed interface Origin {

    /** A caller supplies it: an input of the model, a loop or a function. */
    record Supplied() implements Origin {}

    /**
     * It stands in the file.
     *
     * @param name the value's name
     * @param nested whether it stands in a branch, a loop or a function instead of the main graph
     */
    record Constant(String name, StoredTensor tensor, boolean nested) implements Origin {}

    /** It stands in the file as a list of the entries that are not 0. */
    record Sparse() implements Origin {}

    /** An operator computes it. */
    record Computed(PlacedNode by) implements Origin {}
}
