package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind an operator's weight input: a constant, perhaps through operators that only move or convert its
 * numbers, or something that cannot be quantized.
 */
sealed interface WeightTrace {
    /** Longer chains are not followed; none has been seen of more than three. */
    int LONGEST_CHAIN = 32;

    /**
     * A float constant.
     *
     * @param axes from its storage to the operator; null where a reshape on the way cannot be followed
     */
    record Found(Origin.Constant constant, @Nullable AxisTrace axes) implements WeightTrace {}

    /** @param note why there is no weight to quantize, in a user's words; empty where the input is just an activation */
    record Missing(Phrase note) implements WeightTrace {}

    static WeightTrace of(PlacedNode operator, int input) {
        Deque<PlacedNode> chain = new ArrayDeque<>();
        Optional<Origin> origin = operator.origin(input);
        while (origin.isPresent() && origin.get() instanceof Origin.Computed computed && moves(computed.by())) {
            chain.push(computed.by());
            if (chain.size() > LONGEST_CHAIN) {
                return new Missing(Phrase.of("its weight comes through too many operators to follow"));
            }
            origin = computed.by().origin(0);
        }
        return origin.map(end -> end(end, chain)).orElse(new Missing(Phrase.NONE));
    }

    private static boolean moves(PlacedNode node) {
        return node.isStandard()
                && switch (node.node().getOpType()) {
                    case "Identity", "Cast", "Transpose", "Reshape", "Unsqueeze", "Squeeze", "Flatten" -> true;
                    default -> false;
                };
    }

    private static WeightTrace end(Origin origin, Deque<PlacedNode> chain) {
        if (origin instanceof Origin.Constant constant) {
            return constant(constant, chain);
        }
        if (origin instanceof Origin.Sparse) {
            return new Missing(Phrase.of("its weight is stored sparse, which is not quantized here"));
        }
        if (origin instanceof Origin.Computed computed) {
            return switch (computed.by().node().getOpType()) {
                case "DequantizeLinear" -> new Missing(Phrase.of("its weight is already quantized"));
                case "ConstantOfShape" -> new Missing(Phrase.of("its weight is one number repeated"));
                default -> new Missing(Phrase.NONE);
            };
        }
        return new Missing(Phrase.NONE);
    }

    private static WeightTrace constant(Origin.Constant constant, Deque<PlacedNode> chain) {
        ElementType type = constant.tensor().type();
        if (!type.isWeight()) {
            return new Missing(Phrase.of("its weight is already quantized (%s)", type));
        }
        if (constant.nested()) {
            return new Missing(Phrase.of("its weight lies in a branch or loop, where it is not quantized"));
        }
        AxisTrace axes = AxisTrace.of(constant.tensor().shape());
        for (PlacedNode node : chain) {
            Optional<AxisTrace> next = step(node, axes);
            if (next.isEmpty()) {
                return new Found(constant, null);
            }
            axes = next.get();
        }
        return new Found(constant, axes);
    }

    private static Optional<AxisTrace> step(PlacedNode node, AxisTrace axes) {
        return switch (node.node().getOpType()) {
            case "Transpose" ->
                axes.transposed(
                        node.attribute("perm").map(AttributeProto::getIntsList).orElse(List.of()));
            case "Reshape" ->
                ConstantLongs.input(node, 1)
                        .flatMap(target -> axes.reshaped(target, node.integer("allowzero", 0) != 0));
            case "Flatten" -> axes.flattened(node.integer("axis", 1));
            case "Unsqueeze" -> ConstantLongs.axes(node).flatMap(axes::unsqueezed);
            case "Squeeze" ->
                node.node().getInputCount() < 2 && node.attribute("axes").isEmpty()
                        ? axes.squeezed(List.of())
                        : ConstantLongs.axes(node).flatMap(axes::squeezed);
            default -> Optional.of(axes);
        };
    }
}
