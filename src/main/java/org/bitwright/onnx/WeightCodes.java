package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;

/**
 * A weight of 8-bit codes in front of a DequantizeLinear, with a scale a tensor or a place of an axis.
 *
 * @param codes name of the codes: a constant, or a Cast of one with narrower codes
 * @param scale name of the scales
 * @param zeroPoint name of the zero points; empty where there are none
 * @param axis of the scales; empty for one scale
 * @param isSymmetric whether all zero points are 0
 */
record WeightCodes(String codes, String scale, String zeroPoint, OptionalInt axis, int rank, boolean isSymmetric) {
    private static final Set<ElementType> BYTES = Set.of(ElementType.INT8, ElementType.UINT8);

    /** The codes behind a value; empty where it is no such weight. */
    static Optional<WeightCodes> of(OnnxDocument document, Map<String, NodeProto> producers, String value) {
        NodeProto dequantize = producers.get(value);
        if (dequantize == null || !dequantize.getOpType().equals("DequantizeLinear")) {
            return Optional.empty();
        }
        if (PlacedNode.attribute(dequantize, "block_size").isPresent()) {
            return Optional.empty();
        }
        String codes = dequantize.getInput(0);
        NodeProto cast = producers.get(codes);
        if (cast != null && !cast.getOpType().equals("Cast")) {
            cast = null;
        }
        Optional<Tensor> stored = document.constant(cast == null ? codes : cast.getInput(0));
        Optional<Tensor> scale = document.constant(dequantize.getInput(1));
        if (stored.isEmpty() || scale.isEmpty()) {
            return Optional.empty();
        }
        Optional<ElementType> type = cast == null
                ? Optional.of(stored.get().type())
                : PlacedNode.attribute(cast, "to").flatMap(to -> ElementTypes.of((int) to.getI()));
        if (type.isEmpty() || !BYTES.contains(type.get())) {
            return Optional.empty();
        }
        String zeroPoint = dequantize.getInputCount() > 2 ? dequantize.getInput(2) : "";
        int rank = stored.get().shape().rank();
        return Optional.of(new WeightCodes(
                codes,
                dequantize.getInput(1),
                zeroPoint,
                axis(dequantize, scale.get(), rank),
                rank,
                zeroPoint.isEmpty() || isZero(document, zeroPoint)));
    }

    private static OptionalInt axis(NodeProto dequantize, Tensor scale, int rank) {
        if (scale.shape().rank() == 0) {
            return OptionalInt.empty();
        }
        int axis = PlacedNode.attribute(dequantize, "axis")
                .map(attribute -> (int) attribute.getI())
                .orElse(1);
        return OptionalInt.of(axis < 0 ? axis + rank : axis);
    }

    /** Whether a constant is 0 everywhere. */
    static boolean isZero(OnnxDocument document, String name) {
        Optional<Tensor> tensor = document.constant(name);
        if (tensor.isEmpty()) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.get().bytes().size());
        try {
            tensor.get().bytes().read(0, bytes);
        } catch (IOException e) {
            return false; // told when the weights themselves are read
        }
        for (byte value : bytes.array()) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
