package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.Tensor;

/**
 * Lets a Gather look rows up among narrow codes and dequantizes what it found, instead of dequantizing the whole table
 * in every run: an embedding of 30,000 words is read in a few rows. The numbers are the same to the bit. Used by one
 * thread.
 */
public final class NarrowTables {
    private static final Set<ElementType> LOOKED_UP =
            Set.of(ElementType.INT8, ElementType.UINT8, ElementType.INT16, ElementType.UINT16);

    private final OnnxDocument document;
    private final GraphAddition addition;
    private final Map<String, NodeProto> producers = new HashMap<>();
    private final Map<String, String> columns = new HashMap<>();
    private final List<NodeProto> nodes = new ArrayList<>();

    private NarrowTables(OnnxDocument document) {
        this.document = document;
        this.addition = new GraphAddition(document.proto());
        for (NodeProto node : document.proto().getGraph().getNodeList()) {
            node.getOutputList().forEach(output -> producers.put(output, node));
        }
    }

    /** The document with every such Gather in front of its DequantizeLinear. */
    public static OnnxDocument of(OnnxDocument document) throws IOException {
        return new NarrowTables(document).rewritten();
    }

    private OnnxDocument rewritten() throws IOException {
        Set<String> tables = new HashSet<>();
        for (PlacedNode node : document.graph().main()) {
            Optional<NodeProto> table = table(node);
            if (table.isPresent()) {
                tables.add(node.input(0));
                add(node, table.get());
            } else {
                nodes.add(node.node());
            }
        }
        if (tables.isEmpty()) {
            return document;
        }
        return document.with(UnusedValues.withoutDequantization(addition.model(nodes)));
    }

    /** What dequantizes the table of a Gather, where the codes can be looked up in its place. */
    private Optional<NodeProto> table(PlacedNode node) {
        NodeProto dequantize = producers.get(node.input(0));
        if (!node.is("Gather")
                || node.integer("axis", 0) != 0
                || dequantize == null
                || !dequantize.getOpType().equals("DequantizeLinear")
                || PlacedNode.attribute(dequantize, "block_size").isPresent()) {
            return Optional.empty();
        }
        Optional<Tensor> codes =
                document.constant(dequantize.getInput(0)).filter(table -> LOOKED_UP.contains(table.type()));
        Optional<Tensor> scale = document.constant(dequantize.getInput(1));
        boolean fits = codes.isPresent()
                && scale.isPresent()
                && (scale.get().shape().rank() == 0
                        || codes.get().shape().rank() == 2
                                && PlacedNode.attribute(dequantize, "axis")
                                        .filter(axis -> axis.getI() == 0)
                                        .isPresent());
        return fits ? Optional.of(dequantize) : Optional.empty();
    }

    private void add(PlacedNode gather, NodeProto table) {
        String result = gather.node().getOutput(0);
        String codes = addition.name(result + "_codes");
        nodes.add(gather.node().toBuilder()
                .setInput(0, table.getInput(0))
                .setOutput(0, codes)
                .build());
        Tensor scale = document.constant(table.getInput(1)).orElseThrow();
        if (scale.shape().rank() == 0) {
            nodes.add(table.toBuilder()
                    .setName(addition.name(result + "_DequantizeLinear"))
                    .setInput(0, codes)
                    .setOutput(0, result)
                    .build());
            return;
        }
        String floats = operator("Cast", result, addition.name(result + "_float_codes"), codes);
        if (table.getInputCount() > 2 && !WeightCodes.isZero(document, table.getInput(2))) {
            String zeroPoints = operator(
                    "Cast", result, addition.name(result + "_float_zero_points"), lookedUp(gather, table.getInput(2)));
            floats = operator("Sub", result, addition.name(result + "_steps"), floats, zeroPoints);
        }
        operator("Mul", result, result, floats, lookedUp(gather, table.getInput(1)));
    }

    /** The numbers of the rows that are looked up, in a last axis of their own. */
    private String lookedUp(PlacedNode gather, String numbers) {
        String column = columns.computeIfAbsent(numbers, this::column);
        String found = addition.name(gather.node().getOutput(0) + "_rows");
        nodes.add(gather.node().toBuilder()
                .setName(addition.name(gather.name() + "_rows"))
                .setInput(0, column)
                .setOutput(0, found)
                .build());
        return found;
    }

    /** The same numbers as a matrix of one column. Runtimes reshape constants once. */
    private String column(String numbers) {
        String shape = addition.constant(
                numbers + "_column_shape",
                ElementType.INT64,
                new long[] {2},
                CodeStorage.encode(new int[] {-1, 1}, ElementType.INT64));
        return operator("Reshape", numbers, addition.name(numbers + "_column"), numbers, shape);
    }

    private String operator(String type, String value, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(type)
                .setName(addition.name(value + "_" + type))
                .addAllInput(List.of(inputs))
                .addOutput(output);
        if (type.equals("Cast")) {
            node.addAttribute(GraphAddition.integer("to", ElementTypes.code(ElementType.FLOAT32)));
        }
        nodes.add(node.build());
        return output;
    }
}
