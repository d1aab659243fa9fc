package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bitwright.model.Shape;

/**
 * How far values {@code [sample, channel, …]} reach along the axes behind their channels: as the model declares it, or as
 * it follows from convolutions and poolings. What neither tells is unknown.
 */
final class SpatialExtents {
    private final OnnxDocument document;
    private final Map<String, List<Integer>> known = new HashMap<>();

    SpatialExtents(OnnxDocument document) {
        this.document = document;
        GraphProto graph = document.proto().getGraph();
        Stream.of(graph.getInputList(), graph.getValueInfoList(), graph.getOutputList())
                .flatMap(List::stream)
                .forEach(this::declare);
        for (PlacedNode node : document.graph().main()) {
            if (node.isStandard() && node.node().getOutputCount() > 0 && !known.containsKey(output(node))) {
                behind(node).ifPresent(extents -> known.put(output(node), extents));
            }
        }
    }

    /** Number of positions that a channel of a value has in one sample. */
    OptionalLong positions(String value) {
        List<Integer> extents = known.get(value);
        return extents == null
                ? OptionalLong.empty()
                : OptionalLong.of(extents.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b));
    }

    private static String output(PlacedNode node) {
        return node.node().getOutput(0);
    }

    private void declare(ValueInfoProto value) {
        List<TensorShapeProto.Dimension> all =
                value.getType().getTensorType().getShape().getDimList();
        List<TensorShapeProto.Dimension> spatial = all.subList(Math.min(2, all.size()), all.size());
        if (isSpatial(
                spatial.stream().map(TensorShapeProto.Dimension::getDimValue).toList())) {
            known.put(
                    value.getName(),
                    spatial.stream().map(extent -> (int) extent.getDimValue()).toList());
        }
    }

    /** One axis or two. */
    private static boolean isSpatial(List<Long> extents) {
        return !extents.isEmpty()
                && extents.size() <= 2
                && extents.stream().allMatch(extent -> extent > 0 && extent <= Short.MAX_VALUE);
    }

    private Optional<List<Integer>> behind(PlacedNode node) {
        Optional<List<Integer>> before = Optional.ofNullable(known.get(node.input(0)));
        return switch (node.node().getOpType()) {
            case "Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "Tanh", "Identity", "Dropout", "BatchNormalization" ->
                before;
            case "Add", "Mul" ->
                before.filter(extents -> extents.equals(known.get(node.input(1)))
                        || document.constant(node.input(1))
                                .filter(constant -> constant.shape().elements() == 1)
                                .isPresent());
            case "GlobalAveragePool", "GlobalMaxPool" ->
                Optional.of(before.map(extents -> Collections.nCopies(extents.size(), 1))
                        .orElse(List.of(1)));
            case "Conv" ->
                before.flatMap(extents ->
                        document.constant(node.input(1)).flatMap(weight -> slid(node, weight.shape(), extents)));
            case "MaxPool", "AveragePool" ->
                before.filter(extents -> node.integer("ceil_mode", 0) == 0)
                        .flatMap(extents -> slid(node, window(node), extents));
            default -> Optional.empty();
        };
    }

    private static Shape window(PlacedNode node) {
        List<Long> kernel =
                node.attribute("kernel_shape").map(AttributeProto::getIntsList).orElse(List.of());
        boolean plain = isSpatial(kernel);
        return plain
                ? Shape.of(
                        LongStream.concat(LongStream.of(1, 1), kernel.stream().mapToLong(Long::longValue))
                                .toArray())
                : Shape.of();
    }

    /** What a window leaves that slides along every axis. */
    private static Optional<List<Integer>> slid(PlacedNode node, Shape window, List<Integer> extents) {
        int rank = extents.size();
        if (window.rank() != rank + 2) {
            return Optional.empty();
        }
        return ConvolutionGeometry.of(node, window)
                .filter(LayerGeometry.Convolution.class::isInstance)
                .map(LayerGeometry.Convolution.class::cast)
                .map(geometry -> IntStream.range(0, rank)
                        // One axis is taken as the second of two.
                        .mapToObj(axis -> geometry.positions(axis + 2 - rank, extents.get(axis)))
                        .toList())
                .filter(left -> isSpatial(left.stream().map(Integer::longValue).toList()));
    }
}
