package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.ElementType;

/**
 * The changes of form among the versions of the standard operators, each with what writes an operator in the later
 * form (docs/Changelog.md of ONNX). Where an operator cannot be written so, the conversion says so instead of guessing.
 */
final class OpsetConversions {
    private OpsetConversions() {}

    private static NodeProto.Builder without(PlacedNode node, String... attributes) {
        List<String> names = List.of(attributes);
        NodeProto.Builder changed = node.node().toBuilder().clearAttribute();
        node.node().getAttributeList().stream()
                .filter(attribute -> !names.contains(attribute.getName()))
                .forEach(changed::addAttribute);
        return changed;
    }

    private static Optional<List<NodeProto>> one(NodeProto.Builder node) {
        return Optional.of(List.of(node.build()));
    }

    /** Sets an input, with empty names for those before it that are left out. */
    private static void setInput(NodeProto.Builder node, int index, String name) {
        while (node.getInputCount() <= index) {
            node.addInput("");
        }
        node.setInput(index, name);
    }

    private static String like(PlacedNode node, String what) {
        return node.node().getOutput(0) + "_" + what;
    }

    private static AttributeProto string(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** A list of integers became the second input. */
    static OpsetConversion listToInput(String attribute) {
        return (node, context) -> {
            NodeProto.Builder changed = without(node, attribute);
            List<Long> numbers = node.attribute(attribute).orElseThrow().getIntsList();
            setInput(changed, 1, context.longs(like(node, attribute), numbers));
            return one(changed);
        };
    }

    /** How many parts there are must be said, where their sizes are not. */
    static Optional<List<NodeProto>> splitCount(PlacedNode node, OpsetContext context) {
        return one(node.node().toBuilder()
                .addAttribute(GraphAddition.integer("num_outputs", node.node().getOutputCount())));
    }

    /** The operator flattened its input to two dimensions at the axis, and now works along the axis. */
    static Optional<List<NodeProto>> flattened(PlacedNode node, OpsetContext context) {
        long axis = node.integer("axis", 1);
        String input = node.input(0);
        String output = node.node().getOutput(0);
        OptionalInt rank = context.rank(input).isPresent() ? context.rank(input) : context.rank(output);
        NodeProto.Builder alongLast = without(node, "axis");
        if (axis == -1 || rank.isPresent() && axis == rank.getAsInt() - 1) {
            return one(alongLast.addAttribute(GraphAddition.integer("axis", -1)));
        }
        String flat = context.name(output + "_flat");
        String computed = context.name(output + "_computed");
        String shape = context.name(output + "_shape");
        NodeProto.Builder flatten = NodeProto.newBuilder()
                .setOpType("Flatten")
                .addInput(input)
                .addOutput(flat)
                .addAttribute(GraphAddition.integer("axis", axis));
        alongLast
                .addAttribute(GraphAddition.integer("axis", -1))
                .setInput(0, flat)
                .setOutput(0, computed);
        NodeProto.Builder shapeOf =
                NodeProto.newBuilder().setOpType("Shape").addInput(input).addOutput(shape);
        NodeProto.Builder reshape = NodeProto.newBuilder()
                .setOpType("Reshape")
                .addInput(computed)
                .addInput(shape)
                .addOutput(output);
        return Optional.of(List.of(flatten.build(), alongLast.build(), shapeOf.build(), reshape.build()));
    }

    /** The ends became inputs of the type of what is clipped. */
    static Optional<List<NodeProto>> clip(PlacedNode node, OpsetContext context) {
        Optional<ElementType> type = context.floatType(node.input(0));
        if (type.isEmpty()) {
            return Optional.empty();
        }
        NodeProto.Builder changed = without(node, "min", "max");
        node.attribute("min")
                .ifPresent(min -> setInput(changed, 1, context.number(like(node, "min"), min.getF(), type.get())));
        node.attribute("max")
                .ifPresent(max -> setInput(changed, 2, context.number(like(node, "max"), max.getF(), type.get())));
        return one(changed);
    }

    static Optional<List<NodeProto>> slice(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "starts", "ends", "axes");
        List<String> lists = List.of("starts", "ends", "axes");
        for (int i = 0; i < lists.size(); i++) {
            Optional<AttributeProto> list = node.attribute(lists.get(i));
            if (list.isPresent()) {
                setInput(
                        changed,
                        i + 1,
                        context.longs(like(node, lists.get(i)), list.get().getIntsList()));
            }
        }
        return one(changed);
    }

    static Optional<List<NodeProto>> topK(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "k");
        setInput(changed, 1, context.longs(like(node, "k"), List.of(node.integer("k", 1))));
        return one(changed);
    }

    static Optional<List<NodeProto>> pad(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "pads", "value");
        Optional<AttributeProto> pads = node.attribute("pads");
        Optional<ElementType> type = context.floatType(node.input(0));
        float value = node.attribute("value").map(AttributeProto::getF).orElse(0f);
        if (pads.isEmpty() || value != 0 && type.isEmpty()) {
            return Optional.empty();
        }
        setInput(changed, 1, context.longs(like(node, "pads"), pads.get().getIntsList()));
        if (value != 0) {
            setInput(changed, 2, context.number(like(node, "value"), value, type.get()));
        }
        return one(changed);
    }

    /** The ratio became an input; the mask of a run that drops nothing was not defined. */
    static Optional<List<NodeProto>> dropout(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "ratio");
        if (!dropUnusedOutputs(changed, context)) {
            return Optional.empty();
        }
        node.attribute("ratio")
                .ifPresent(ratio ->
                        setInput(changed, 1, context.number(like(node, "ratio"), ratio.getF(), ElementType.FLOAT32)));
        return one(changed);
    }

    /** The outputs behind the first changed; they are for training. */
    static Optional<List<NodeProto>> firstOutput(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = node.node().toBuilder();
        return dropUnusedOutputs(changed, context) ? one(changed) : Optional.empty();
    }

    private static boolean dropUnusedOutputs(NodeProto.Builder node, OpsetContext context) {
        List<String> outputs = List.copyOf(node.getOutputList());
        node.clearOutput().addOutput(outputs.get(0));
        return outputs.stream().skip(1).noneMatch(output -> !output.isEmpty() && context.isUsed(output));
    }

    /** Statistics for each place of a channel are gone. */
    static Optional<List<NodeProto>> spatial(PlacedNode node, OpsetContext context) {
        return node.integer("spatial", 1) == 0 ? Optional.empty() : one(without(node, "spatial"));
    }

    static Optional<List<NodeProto>> scalesToInput(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "scales");
        Optional<AttributeProto> scales = node.attribute("scales");
        scales.ifPresent(list -> setInput(changed, 1, context.floats(like(node, "scales"), list.getFloatsList())));
        return scales.isPresent() ? one(changed) : Optional.empty();
    }

    static OpsetConversion rename(String type) {
        return (node, context) -> one(node.node().toBuilder().setOpType(type));
    }

    /** Enlarging kept the corners of the pixels in place; reducing was not defined as closely. */
    static Optional<List<NodeProto>> asymmetric(PlacedNode node, OpsetContext context) {
        Optional<List<Float>> scales = context.constantFloats(node, 1);
        if (scales.isEmpty() || scales.get().stream().anyMatch(scale -> !(scale >= 1))) {
            return Optional.empty();
        }
        NodeProto.Builder changed = node.node().toBuilder()
                .addAttribute(string("coordinate_transformation_mode", "asymmetric"))
                .addAttribute(string("nearest_mode", "floor"));
        setInput(changed, 2, node.input(1));
        changed.setInput(1, context.floats(like(node, "roi"), List.of()));
        return one(changed);
    }

    /** Scales that are empty beside sizes are left out; one of the modes is gone. */
    static Optional<List<NodeProto>> resize(PlacedNode node, OpsetContext context) {
        if (text(node, "coordinate_transformation_mode").equals("tf_half_pixel_for_nn")) {
            return Optional.empty();
        }
        NodeProto.Builder changed = node.node().toBuilder();
        if (!node.input(3).isEmpty()) {
            changed.setInput(2, "");
        }
        return one(changed);
    }

    /** Half a pixel is now taken off by default. */
    static Optional<List<NodeProto>> outputHalfPixel(PlacedNode node, OpsetContext context) {
        return one(node.node().toBuilder().addAttribute(string("coordinate_transformation_mode", "output_half_pixel")));
    }

    static Optional<List<NodeProto>> interpolationNames(PlacedNode node, OpsetContext context) {
        String mode = text(node, "mode");
        String renamed = mode.equals("bilinear") || mode.isEmpty() ? "linear" : mode.equals("bicubic") ? "cubic" : mode;
        return one(without(node, "mode").addAttribute(string("mode", renamed)));
    }

    static Optional<List<NodeProto>> axisToInput(PlacedNode node, OpsetContext context) {
        NodeProto.Builder changed = without(node, "axis");
        setInput(changed, 2, context.scalar(like(node, "axis"), node.integer("axis", 1)));
        return one(changed);
    }

    static String text(PlacedNode node, String attribute) {
        return node.attribute(attribute)
                .map(AttributeProto::getS)
                .orElse(ByteString.EMPTY)
                .toStringUtf8();
    }
}
