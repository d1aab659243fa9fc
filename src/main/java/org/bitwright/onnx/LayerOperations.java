package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/**
 * Finds how the layers of a network work: those whose weight serves one convolution or matrix product, in the order of
 * the network.
 */
public final class LayerOperations {
    private final OnnxDocument document;
    private final ValueUses uses;
    private final Map<String, LayerOperation> found = new LinkedHashMap<>();
    private final Map<String, Phrase> missing = new LinkedHashMap<>();

    private LayerOperations(OnnxDocument document) {
        this.document = document;
        this.uses = new ValueUses(document);
    }

    /** Looks at every layer of a document. Reads the structure only, no weight. */
    public static LayerOperations of(OnnxDocument document) {
        LayerOperations operations = new LayerOperations(document);
        Map<String, Layer> layers = new LinkedHashMap<>();
        document.model().layers().forEach(layer -> layers.put(layer.weight().name(), layer));
        for (PlacedNode node : document.graph().main()) {
            for (WeightSlot slot : WeightSlot.of(node)) {
                if (WeightTrace.of(node, slot.input()) instanceof WeightTrace.Found weight) {
                    Layer layer = layers.get(weight.constant().name());
                    if (layer != null) {
                        operations.visit(layer, node, slot, weight);
                    }
                }
            }
        }
        return operations;
    }

    /** The layers that can be followed, by name, in the order in which the network uses them. */
    public Map<String, LayerOperation> all() {
        return java.util.Collections.unmodifiableMap(found);
    }

    public Optional<LayerOperation> of(String layer) {
        return Optional.ofNullable(found.get(layer));
    }

    /** Why a layer is not among them, in a user's words; empty where it is. */
    public Phrase reason(String layer) {
        return found.containsKey(layer)
                ? Phrase.NONE
                : missing.getOrDefault(layer, Phrase.of("no layer has this name"));
    }

    private void visit(Layer layer, PlacedNode node, WeightSlot slot, WeightTrace.Found weight) {
        if (found.containsKey(layer.name()) || missing.containsKey(layer.name())) {
            return;
        }
        Phrase reason = refusal(layer, node, slot);
        Optional<LayerGeometry> geometry = reason.isEmpty() ? geometry(layer, node, weight) : Optional.empty();
        if (geometry.isEmpty()) {
            missing.put(
                    layer.name(),
                    reason.isEmpty() ? Phrase.of("its weight is stored in a form that is not followed") : reason);
            return;
        }
        found.put(layer.name(), operation(layer, node, geometry.get()));
    }

    private Phrase refusal(Layer layer, PlacedNode node, WeightSlot slot) {
        if (layer.operators().size() > 1 || uses.onlyUser(layer.weight().name()).isEmpty()) {
            return Phrase.of("its weight serves several operators");
        }
        return switch (node.node().getOpType()) {
            case "Conv" ->
                layer.weight().shape().rank() > 4 ? Phrase.of("it convolves three axes or more") : Phrase.NONE;
            case "MatMul" -> slot.input() == 1 ? Phrase.NONE : Phrase.of("its weight is the left factor");
            case "Gemm" -> gemmRefusal(node, slot);
            default ->
                Phrase.of(
                        "%s is neither a convolution nor a matrix product",
                        node.node().getOpType());
        };
    }

    private static Phrase gemmRefusal(PlacedNode node, WeightSlot slot) {
        boolean plain = slot.input() == 1
                && node.integer("transA", 0) == 0
                && number(node, "alpha", 1) == 1
                && number(node, "beta", 1) == 1;
        return plain ? Phrase.NONE : Phrase.of("its product is scaled or turned");
    }

    static float number(PlacedNode node, String attribute, float otherwise) {
        return node.attribute(attribute).map(AttributeProto::getF).orElse(otherwise);
    }

    private static Optional<LayerGeometry> geometry(Layer layer, PlacedNode node, WeightTrace.Found weight) {
        AxisTrace axes = weight.axes();
        Shape shape = layer.weight().shape();
        if (axes == null || axes.rank() != shape.rank() || layer.parameters() > Integer.MAX_VALUE - 8) {
            return Optional.empty();
        }
        if (node.is("Conv")) {
            boolean asStored = true;
            for (int axis = 0; axis < shape.rank(); axis++) {
                asStored &= axes.storedAxis(axis).equals(OptionalInt.of(axis));
            }
            return asStored && shape.rank() >= 3 ? ConvolutionGeometry.of(node, shape) : Optional.empty();
        }
        if (shape.rank() != 2 || layer.channelAxis().isEmpty()) {
            return Optional.empty();
        }
        int outputs = layer.channelAxis().getAsInt();
        return Optional.of(
                new LayerGeometry.Product((int) shape.extent(outputs), (int) shape.extent(1 - outputs), outputs == 0));
    }

    private LayerOperation operation(Layer layer, PlacedNode node, LayerGeometry geometry) {
        String output = node.node().getOutput(0);
        Optional<String> bias = constant(node.input(2), geometry.outputs());
        boolean fixedBias = !node.input(2).isEmpty() && bias.isEmpty();
        if (node.is("MatMul")) {
            Optional<PlacedNode> add = uses.onlyUser(output).filter(user -> user.is("Add"));
            if (add.isPresent()) {
                String other = add.get().input(add.get().input(0).equals(output) ? 1 : 0);
                bias = constant(other, geometry.outputs());
                output = bias.isPresent() ? add.get().node().getOutput(0) : output;
            }
        }
        Optional<PlacedNode> next = uses.onlyUser(output);
        return new LayerOperation(
                layer,
                geometry,
                node.input(0),
                output,
                bias,
                fixedBias,
                node.is("MatMul") || fixedBias ? Optional.empty() : next.flatMap(user -> normalization(user, geometry)),
                next.filter(user -> user.is("Relu")).isPresent());
    }

    /** The name itself where it is a float constant of that many numbers along its last axis that nobody else uses. */
    private Optional<String> constant(String name, int elements) {
        return document.constant(name)
                .filter(tensor -> tensor.type().isWeight() && tensor.shape().elements() == elements)
                .filter(tensor -> tensor.shape().extent(tensor.shape().rank() - 1) == elements)
                .filter(tensor -> uses.onlyUser(name).isPresent())
                .map(tensor -> name);
    }

    private Optional<LayerOperation.Normalization> normalization(PlacedNode node, LayerGeometry geometry) {
        boolean inference = node.is("BatchNormalization")
                && node.integer("training_mode", 0) == 0
                && node.integer("spatial", 1) == 1
                && node.node().getOutputCount() == 1
                && node.node().getInputCount() == 5;
        if (!inference
                || !List.of(1, 2, 3, 4).stream().allMatch(input -> constant(node.input(input), geometry.outputs())
                        .isPresent())) {
            return Optional.empty();
        }
        return Optional.of(new LayerOperation.Normalization(
                node.input(1),
                node.input(2),
                node.input(3),
                node.input(4),
                number(node, "epsilon", 1e-5f),
                node.node().getOutput(0)));
    }
}
