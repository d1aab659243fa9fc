package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;

/**
 * What stands behind an integer product: a Cast to float, and products with the scales of activation and weight, in any
 * order.
 *
 * @param operators that give way to the float product
 * @param scale the weight's scales
 * @param output name of the float value in the end
 */
record ScaledProduct(List<PlacedNode> operators, StoredTensor scale, String output) {

    /** @param dynamic the operator whose second output is the activation's scale */
    static Optional<ScaledProduct> behind(PlacedNode product, NodeProto dynamic, ValueUses uses) {
        String scale = dynamic.getOutputCount() > 1 ? dynamic.getOutput(1) : "";
        Optional<PlacedNode> cast = uses.onlyUser(product.node().getOutput(0))
                .filter(node -> node.is("Cast"))
                .filter(node -> node.integer("to", 0) == ElementTypes.code(ElementType.FLOAT32));
        if (cast.isEmpty() || scale.isEmpty()) {
            return Optional.empty();
        }
        List<PlacedNode> operators = new ArrayList<>(List.of(cast.get()));
        String value = cast.get().node().getOutput(0);
        boolean scaled = false;
        Optional<StoredTensor> weight = Optional.empty();
        while (!scaled || weight.isEmpty()) {
            Optional<PlacedNode> next = uses.onlyUser(value).filter(node -> node.is("Mul"));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            int other = next.get().input(0).equals(value) ? 1 : 0;
            boolean byActivation = next.get().input(other).equals(scale);
            Optional<StoredTensor> byWeight = ParameterReader.constant(next.get(), other);
            if (byActivation && !scaled) {
                scaled = true;
            } else if (byWeight.isPresent() && weight.isEmpty()) {
                weight = byWeight;
            } else if (!scaled && weight.isEmpty()) {
                weight = productOf(next.get(), other, scale);
                scaled = weight.isPresent();
                if (!scaled) {
                    return Optional.empty();
                }
            } else {
                return Optional.empty();
            }
            operators.add(next.get());
            value = next.get().node().getOutput(0);
        }
        return Optional.of(new ScaledProduct(operators, weight.get(), value));
    }

    /** The constant that a value is the product of, with the activation's scale. */
    private static Optional<StoredTensor> productOf(PlacedNode node, int input, String scale) {
        Optional<PlacedNode> by = node.origin(input)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(mul -> mul.is("Mul"));
        if (by.isEmpty()) {
            return Optional.empty();
        }
        int constant = by.get().input(0).equals(scale) ? 1 : 0;
        return by.get().input(1 - constant).equals(scale)
                ? ParameterReader.constant(by.get(), constant)
                : Optional.empty();
    }
}
