package org.bitwright.onnx;

import java.io.IOException;

/** Writes some operators on integers as operators on the float values that the integers stand for. */
@FunctionalInterface
interface IntegerForm {

    /**
     * Adds to the draft what an operator computes in float.
     *
     * @return false where the operator is not of this form, or its parameters cannot be told: nothing was added then
     * @throws org.bitwright.model.InvalidFileException if its parameters contradict each other
     */
    boolean convert(PlacedNode node, FloatDraft draft) throws IOException;

    /** Whether an operator is this one of the standard, or ONNX Runtime's own of the same name. */
    static boolean is(PlacedNode node, String type) {
        return node.node().getOpType().equals(type)
                && (node.isStandard() || node.node().getDomain().equals(GraphAddition.MICROSOFT));
    }

    /** Whether an operator is ONNX Runtime's own of this name. */
    static boolean isMicrosoft(PlacedNode node, String type) {
        return node.node().getOpType().equals(type) && node.node().getDomain().equals(GraphAddition.MICROSOFT);
    }
}
