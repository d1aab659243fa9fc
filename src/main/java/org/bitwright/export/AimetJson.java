package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.IntFunction;
import org.bitwright.model.Layer;

/** The files of AIMET's encodings as JSON (exports.md, 3). Scales are written as doubles of the same value. */
final class AimetJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int HALF_BITS = 16;

    private AimetJson() {}

    /**
     * A whole file.
     *
     * @param halves tensors that are FP16; version 2.0.0 has no words for them
     * @param excluded layers that are left float
     */
    static ObjectNode document(
            AimetVersion version,
            List<AimetEncoding> activations,
            List<AimetEncoding> parameters,
            List<String> halves,
            List<Layer> excluded) {
        ObjectNode root = NODES.objectNode();
        root.put("version", version.number());
        switch (version) {
            case V0_6_1 -> {
                ObjectNode first = root.putObject("activation_encodings");
                activations.forEach(encoding -> first.set(encoding.name(), list061(encoding)));
                ObjectNode second = root.putObject("param_encodings");
                parameters.forEach(encoding -> second.set(encoding.name(), list061(encoding)));
                halves.forEach(name -> second.putArray(name)
                        .addObject()
                        .put("bitwidth", HALF_BITS)
                        .put("dtype", "float"));
                root.set("quantizer_args", arguments(activations, parameters));
            }
            case V1_0_0 -> {
                ArrayNode layers = root.putArray("excluded_layers");
                excluded.forEach(layer -> layers.add(layer.name()));
                root.set("quantizer_args", arguments(activations, parameters));
                ArrayNode first = root.putArray("activation_encodings");
                activations.forEach(encoding -> first.add(object100(encoding)));
                ArrayNode second = root.putArray("param_encodings");
                parameters.forEach(encoding -> second.add(object100(encoding)));
                halves.forEach(name -> second.addObject()
                        .put("name", name)
                        .put("dtype", "FLOAT")
                        .put("enc_type", "PER_TENSOR")
                        .put("bw", HALF_BITS));
            }
            case V2_0_0 -> {
                ArrayNode all = root.putArray("encodings");
                activations.forEach(encoding -> all.add(object200(encoding)));
                parameters.forEach(encoding -> all.add(object200(encoding)));
            }
        }
        return root;
    }

    private static ArrayNode list061(AimetEncoding encoding) {
        ArrayNode list = NODES.arrayNode();
        double steps = Math.pow(2, encoding.bits()) - 1;
        for (int i = 0; i < encoding.scales().size(); i++) {
            double scale = encoding.scales().get(i);
            ObjectNode node = list.addObject();
            node.put("bitwidth", encoding.bits());
            node.put("dtype", "int");
            node.put("is_symmetric", encoding.signed() ? "True" : "False");
            node.put("min", scale * encoding.offset(i));
            node.put("max", scale * (encoding.offset(i) + steps));
            node.put("offset", encoding.offset(i));
            node.put("scale", scale);
        }
        return list;
    }

    private static ObjectNode object100(AimetEncoding encoding) {
        ObjectNode node = NODES.objectNode();
        node.put("name", encoding.name());
        node.put("dtype", "INT");
        node.put(
                "enc_type",
                encoding.blockSize() > 0 ? "PER_BLOCK" : encoding.isPerTensor() ? "PER_TENSOR" : "PER_CHANNEL");
        node.put("bw", encoding.bits());
        node.put("is_sym", encoding.signed());
        if (encoding.blockSize() > 0) {
            node.put("block_size", encoding.blockSize());
        }
        ArrayNode scales = node.putArray("scale");
        ArrayNode offsets = node.putArray("offset");
        for (int granule : encoding.orderedByOutputs()) {
            scales.add((double) encoding.scales().get(granule));
            offsets.add(encoding.offset(granule));
        }
        return node;
    }

    private static ObjectNode object200(AimetEncoding encoding) {
        ObjectNode node = NODES.objectNode();
        node.put("name", encoding.name());
        node.put("output_dtype", (encoding.signed() ? "int" : "uint") + encoding.bits());
        put(node, "y_scale", encoding, i -> (double) encoding.scales().get(i));
        if (encoding.zeroPoints().stream().anyMatch(zeroPoint -> zeroPoint != 0)) {
            put(node, "y_zero_point", encoding, encoding.zeroPoints()::get);
        }
        encoding.axis().ifPresent(axis -> node.put("axis", axis));
        if (encoding.blockSize() > 0) {
            node.put("block_size", encoding.blockSize());
        }
        return node;
    }

    /** A number for a tensor, a list for channels, lists in lists for blocks. */
    private static void put(ObjectNode into, String name, AimetEncoding encoding, IntFunction<Number> numbers) {
        if (encoding.blockSize() > 0) {
            fill(into.putArray(name), encoding.shape(), 0, new int[1], numbers);
        } else if (encoding.isPerTensor()) {
            add(into.putArray(name), numbers.apply(0));
            into.set(name, into.get(name).get(0));
        } else {
            fill(into.putArray(name), List.of(encoding.scales().size()), 0, new int[1], numbers);
        }
    }

    private static void fill(ArrayNode list, List<Integer> shape, int axis, int[] at, IntFunction<Number> numbers) {
        for (int i = 0; i < shape.get(axis); i++) {
            if (axis == shape.size() - 1) {
                add(list, numbers.apply(at[0]++));
            } else {
                fill(list.addArray(), shape, axis + 1, at, numbers);
            }
        }
    }

    private static void add(ArrayNode list, Number number) {
        if (number instanceof Integer whole) {
            list.add(whole);
        } else {
            list.add(number.doubleValue());
        }
    }

    /** How the tool would choose for tensors that the file does not name. */
    private static ObjectNode arguments(List<AimetEncoding> activations, List<AimetEncoding> parameters) {
        ObjectNode node = NODES.objectNode();
        node.put("activation_bitwidth", bits(activations));
        node.put("param_bitwidth", bits(parameters));
        node.put("dtype", "int");
        node.put("is_symmetric", parameters.stream().allMatch(AimetEncoding::signed));
        node.put("per_channel_quantization", parameters.stream().anyMatch(encoding -> !encoding.isPerTensor()));
        node.put("quant_scheme", "post_training_tf");
        return node;
    }

    private static int bits(List<AimetEncoding> encodings) {
        return encodings.stream()
                .mapToInt(AimetEncoding::bits)
                .filter(bits -> bits <= 16)
                .max()
                .orElse(8);
    }
}
