package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bitwright.model.Shape;

/** Right factors that a Gemm transposes, and the same product with the factor stored as it is multiplied. */
public final class TransposedFactors {
    private static final String TRANSPOSE = "transB";

    private TransposedFactors() {}

    /** Whether a constant of two axes is used by one Gemm alone, which transposes it and multiplies with it. */
    public static boolean isTransposed(OnnxDocument document, String weight) {
        Optional<PlacedNode> user = new ValueUses(document).onlyUser(weight);
        return document.constant(weight)
                        .filter(tensor -> tensor.shape().rank() == 2)
                        .isPresent()
                && user.filter(node -> node.is("Gemm")
                                && node.integer(TRANSPOSE, 0) == 1
                                && node.input(1).equals(weight)
                                && !node.input(0).equals(weight)
                                && !node.input(2).equals(weight))
                        .isPresent();
    }

    /** The same numbers with rows as columns. */
    static LinearWeight transposed(LinearWeight weight, Shape shape) {
        int rows = (int) shape.extent(0);
        ScaleAxis axis = weight.axis();
        float[] scales = weight.scales();
        int[] zeroPoints = weight.zeroPoints();
        if (axis.isBlocked()) {
            int scaleRows = (int) axis.extents(shape)[0];
            int[] order = order(scales.length, scaleRows);
            scales = new float[scales.length];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = weight.scales()[order[i]];
            }
            zeroPoints = Arrays.stream(order).map(i -> weight.zeroPoints()[i]).toArray();
        }
        int[] codes = Arrays.stream(order(weight.codes().length, rows))
                .map(i -> weight.codes()[i])
                .toArray();
        return new LinearWeight(weight.weight(), codes, scales, zeroPoints, weight.type(), turned(axis));
    }

    private static ScaleAxis turned(ScaleAxis axis) {
        if (axis.axis().isEmpty()) {
            return axis;
        }
        int other = 1 - axis.axis().getAsInt();
        return axis.isBlocked() ? ScaleAxis.blocks(other, axis.block()) : ScaleAxis.channels(other);
    }

    /** For each place of the transposed matrix the place in the one of so many rows. */
    private static int[] order(int elements, int rows) {
        int columns = rows == 0 ? 0 : elements / rows;
        return IntStream.range(0, elements)
                .map(i -> i % rows * columns + i / rows)
                .toArray();
    }

    /** The model without the transposition of these factors, which are stored transposed. */
    static ModelProto asTheyAre(ModelProto model, Set<String> factors) {
        if (factors.isEmpty()) {
            return model;
        }
        GraphProto.Builder graph = model.getGraph().toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getOpType().equals("Gemm") && factors.contains(node.getInput(1))) {
                graph.setNode(i, withoutTransposition(node));
            }
        }
        for (int i = graph.getValueInfoCount() - 1; i >= 0; i--) {
            ValueInfoProto known = graph.getValueInfo(i);
            if (factors.contains(known.getName())) {
                graph.removeValueInfo(i);
            }
        }
        return model.toBuilder().setGraph(graph).build();
    }

    private static NodeProto withoutTransposition(NodeProto node) {
        NodeProto.Builder changed = node.toBuilder().clearAttribute();
        for (AttributeProto attribute : node.getAttributeList()) {
            if (!attribute.getName().equals(TRANSPOSE)) {
                changed.addAttribute(attribute);
            }
        }
        return changed.build();
    }
}
