package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Optional;

/** Writes an operator in the form that a later version of the operator set gave it. */
@FunctionalInterface
interface OpsetConversion {

    /**
     * Operators of the later version that compute the same outputs from the same inputs.
     *
     * @return empty where it cannot be told from the model that any do
     */
    Optional<List<NodeProto>> convert(PlacedNode node, OpsetContext context);

    /** For a change of meaning that no other operator of the later version makes up for. */
    static Optional<List<NodeProto>> impossible(PlacedNode node, OpsetContext context) {
        return Optional.empty();
    }
}
