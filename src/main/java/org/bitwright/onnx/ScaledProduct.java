package org.bitwright.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;

/**
 * What stands behind an integer product: a Cast to float, and products with the scales of both factors, in any order.
 *
 * @param operators that give way to the float product
 * @param scale the weight's scales; empty where the other factor is an activation too
 * @param output name of the float value in the end
 */
record ScaledProduct(List<PlacedNode> operators, Optional<StoredTensor> scale, String output) {

    /** Scales of the factors that a product still lacks. */
    private static final class Lacking {
        boolean activation = true;
        boolean other = true;
    }

    /**
     * @param scale name of the activation's scale
     * @param other that of the other factor; empty where it is a weight, whose scales are a constant
     */
    static Optional<ScaledProduct> behind(PlacedNode product, String scale, String other, ValueUses uses) {
        Optional<PlacedNode> cast = uses.onlyUser(product.node().getOutput(0))
                .filter(node -> node.is("Cast"))
                .filter(node -> node.integer("to", 0) == ElementTypes.code(ElementType.FLOAT32));
        if (cast.isEmpty()) {
            return Optional.empty();
        }
        List<PlacedNode> operators = new ArrayList<>(List.of(cast.get()));
        String value = cast.get().node().getOutput(0);
        Lacking lacking = new Lacking();
        Optional<StoredTensor> weight = Optional.empty();
        while (lacking.activation || lacking.other) {
            Optional<PlacedNode> next = uses.onlyUser(value).filter(node -> node.is("Mul"));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            int factor = next.get().input(0).equals(value) ? 1 : 0;
            Optional<PlacedNode> both = made(next.get(), factor, "Mul");
            boolean taken;
            if (both.isPresent()) {
                taken = take(both.get(), 0, scale, other, lacking) && take(both.get(), 1, scale, other, lacking);
                weight = weight(both.get(), 0).or(() -> weight(both.get(), 1));
            } else {
                boolean lackedOther = lacking.other;
                taken = take(next.get(), factor, scale, other, lacking);
                weight = lackedOther && !lacking.other ? weight(next.get(), factor) : weight;
            }
            if (!taken) {
                return Optional.empty();
            }
            operators.add(next.get());
            value = next.get().node().getOutput(0);
        }
        return Optional.of(new ScaledProduct(operators, other.isEmpty() ? weight : Optional.empty(), value));
    }

    /** Whether a factor is one of the scales that were lacking. */
    private static boolean take(PlacedNode node, int input, String scale, String other, Lacking lacking) {
        if (lacking.activation && node.input(input).equals(scale)) {
            lacking.activation = false;
            return true;
        }
        boolean isOther = other.isEmpty()
                ? weight(node, input).isPresent()
                : node.input(input).equals(other);
        if (lacking.other && isOther) {
            lacking.other = false;
            return true;
        }
        return false;
    }

    /** A constant, perhaps with its channels on the axis where a convolution has them. */
    private static Optional<StoredTensor> weight(PlacedNode node, int input) {
        Optional<PlacedNode> reshape = made(node, input, "Reshape");
        return reshape.isPresent() ? ParameterReader.constant(reshape.get(), 0) : ParameterReader.constant(node, input);
    }

    private static Optional<PlacedNode> made(PlacedNode node, int input, String type) {
        return node.origin(input)
                .filter(Origin.Computed.class::isInstance)
                .map(origin -> ((Origin.Computed) origin).by())
                .filter(by -> by.is(type));
    }
}
