package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;

/**
 * Frees a batch axis that is fixed to one sample, so that several samples can be run at once. Whether a network keeps
 * samples apart cannot be seen from its graph alone: a caller runs one batch both ways and compares before it relies on
 * the result.
 */
public final class FreeBatch {
    private static final String BATCH = "batch";

    private final OnnxDocument document;
    private final GraphProto graph;
    private final FreshNames names;
    private final Set<String> depending = new HashSet<>();
    private final List<TensorProto> shapes = new ArrayList<>();

    private FreeBatch(OnnxDocument document) {
        this.document = document;
        this.graph = document.proto().getGraph();
        this.names = new FreshNames(graph);
    }

    /**
     * A document whose inputs and outputs have a free first axis.
     *
     * @return empty where no input is fixed to one sample, or where branches, loops or the shapes in the graph rule it
     *     out
     */
    public static Optional<OnnxDocument> of(OnnxDocument document) throws IOException {
        return new FreeBatch(document).rewritten();
    }

    private Optional<OnnxDocument> rewritten() throws IOException {
        GraphProto.Builder changed =
                graph.toBuilder().clearValueInfo().clearInput().clearOutput();
        boolean found = false;
        for (ValueInfoProto input : graph.getInputList()) {
            boolean constant = document.constant(input.getName()).isPresent();
            boolean fixed = !constant && isFixed(input);
            if (!constant) {
                depending.add(input.getName());
            }
            found |= fixed;
            changed.addInput(fixed ? freed(input) : input);
        }
        if (!found) {
            return Optional.empty();
        }
        graph.getOutputList().forEach(output -> changed.addOutput(isFixed(output) ? freed(output) : output));
        changed.clearNode();
        for (PlacedNode placed : document.graph().main()) {
            Optional<NodeProto> node = rewritten(placed);
            if (node.isEmpty()) {
                return Optional.empty();
            }
            changed.addNode(node.get());
        }
        changed.addAllInitializer(shapes);
        return Optional.of(
                document.with(document.proto().toBuilder().setGraph(changed).build()));
    }

    private static boolean isFixed(ValueInfoProto value) {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        return shape.getDimCount() > 0 && shape.getDim(0).getDimValue() == 1;
    }

    private static ValueInfoProto freed(ValueInfoProto value) {
        ValueInfoProto.Builder freed = value.toBuilder();
        freed.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .clearDimValue()
                .setDimParam(BATCH);
        return freed.build();
    }

    /** @return empty where the operator rules a free batch out */
    private Optional<NodeProto> rewritten(PlacedNode placed) {
        NodeProto node = placed.node();
        if (node.getAttributeList().stream().anyMatch(FreeBatch::holdsGraph)) {
            return Optional.empty();
        }
        if (node.getInputList().stream().noneMatch(depending::contains)) {
            return Optional.of(node);
        }
        depending.addAll(node.getOutputList());
        if (!placed.is("Reshape") || !depending.contains(node.getInput(0)) || node.getInputCount() < 2) {
            return Optional.of(node);
        }
        Optional<List<Long>> target = ConstantLongs.input(placed, 1);
        if (target.isEmpty() || target.get().isEmpty() || target.get().get(0) != 1) {
            return Optional.of(node); // computed from the input's own shape, or not led by the batch
        }
        return freed(target.get(), placed.integer("allowzero", 0) != 0)
                .map(shape -> node.toBuilder().setInput(1, shape).build());
    }

    private static boolean holdsGraph(AttributeProto attribute) {
        return attribute.hasG() || attribute.getGraphsCount() > 0;
    }

    /** Name of a new shape whose first extent follows the batch; −1 where that is free, else a copy of the input's. */
    private Optional<String> freed(List<Long> target, boolean zeroIsZero) {
        boolean open = target.contains(-1L);
        if (open && zeroIsZero) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(8 * target.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(open ? 0 : -1);
        target.stream().skip(1).forEach(bytes::putLong);
        String name = names.like("free_shape");
        shapes.add(TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(ElementType.INT64))
                .addDims(target.size())
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()))
                .build());
        return Optional.of(name);
    }
}
