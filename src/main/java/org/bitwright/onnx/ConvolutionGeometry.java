package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Shape;

/** Reads the attributes of a Conv (ONNX operators, Conv-11) with one or two spatial axes. */
final class ConvolutionGeometry {
    private ConvolutionGeometry() {}

    /** @return empty where attributes and weight contradict each other */
    static Optional<LayerGeometry> of(PlacedNode node, Shape weight) {
        int rank = weight.rank() - 2;
        long group = node.integer("group", 1);
        List<Integer> kernel = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            kernel.add((int) weight.extent(axis + 2));
        }
        List<Integer> strides = numbers(node, "strides", rank, 1);
        List<Integer> dilations = numbers(node, "dilations", rank, 1);
        List<Integer> pads = numbers(node, "pads", 2 * rank, 0);
        Optional<LayerGeometry.Padding> padding = padding(node);
        boolean consistent = padding.isPresent()
                && strides.size() == rank
                && dilations.size() == rank
                && pads.size() == 2 * rank
                && pads.stream().allMatch(pad -> pad >= 0)
                && strides.stream().allMatch(stride -> stride > 0)
                && group > 0
                && weight.extent(0) % group == 0;
        if (!consistent) {
            return Optional.empty();
        }
        boolean flat = rank == 1;
        return Optional.of(new LayerGeometry.Convolution(
                (int) weight.extent(0),
                (int) weight.extent(1),
                (int) group,
                flat ? List.of(1, kernel.get(0)) : kernel,
                flat ? List.of(1, strides.get(0)) : strides,
                flat ? List.of(1, dilations.get(0)) : dilations,
                flat ? List.of(0, pads.get(0), 0, pads.get(1)) : pads,
                padding.get(),
                rank));
    }

    private static List<Integer> numbers(PlacedNode node, String attribute, int count, int otherwise) {
        boolean valid = node.attribute("auto_pad")
                .map(given -> given.getS().toStringUtf8().equals("VALID"))
                .orElse(false);
        List<Long> given = attribute.equals("pads") && valid
                ? List.of()
                : node.attribute(attribute).map(AttributeProto::getIntsList).orElse(List.of());
        List<Integer> numbers = new ArrayList<>();
        given.forEach(number -> numbers.add((int) Math.max(-1, Math.min(Integer.MAX_VALUE, number))));
        while (given.isEmpty() && numbers.size() < count) {
            numbers.add(otherwise);
        }
        return numbers;
    }

    private static Optional<LayerGeometry.Padding> padding(PlacedNode node) {
        String name = node.attribute("auto_pad")
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse("NOTSET");
        return switch (name) {
            case "", "NOTSET", "VALID" -> Optional.of(LayerGeometry.Padding.GIVEN);
            case "SAME_UPPER" -> Optional.of(LayerGeometry.Padding.SAME_UPPER);
            case "SAME_LOWER" -> Optional.of(LayerGeometry.Padding.SAME_LOWER);
            default -> Optional.empty();
        };
    }
}
