package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Phrase;
import org.bitwright.model.Tensor;

/**
 * Finds the quantizable weights of a checked model: float constants of the main graph that serve a convolution, a
 * matrix product, an embedding or a recurrent cell. A weight that serves several operators is one layer.
 */
final class LayerFinder {
    private final Set<String> functions;
    private final Map<String, List<Use>> uses = new LinkedHashMap<>();
    private final List<Operator> operators = new ArrayList<>();

    private LayerFinder(Set<String> functions) {
        this.functions = functions;
    }

    /**
     * One operator's use of a weight.
     *
     * @param axis of the stored layout that holds its output channels
     * @param inputAxis of the stored layout along which its inputs are summed up
     */
    private record Use(
            PlacedNode operator, WeightSlot slot, Origin.Constant weight, OptionalInt axis, OptionalInt inputAxis) {}

    static FoundLayers find(ModelProto model, CheckedGraph graph) {
        Set<String> functions =
                model.getFunctionsList().stream().map(LayerFinder::key).collect(Collectors.toSet());
        LayerFinder finder = new LayerFinder(functions);
        graph.operators().forEach(finder::visit);
        return new FoundLayers(finder.layers(), finder.operators);
    }

    private static String key(FunctionProto function) {
        return function.getDomain() + "\n" + function.getName();
    }

    private void visit(PlacedNode node) {
        List<WeightSlot> slots = WeightSlot.of(node);
        List<Phrase> notes = new ArrayList<>();
        boolean quantizable = false;
        for (WeightSlot slot : slots) {
            WeightTrace trace = WeightTrace.of(node, slot.input());
            if (trace instanceof WeightTrace.Found found && isWeight(node, found)) {
                quantizable |= node.within().isEmpty();
                use(node, slot, found);
            } else if (trace instanceof WeightTrace.Missing missing
                    && !missing.note().isEmpty()) {
                notes.add(missing.note());
            }
        }
        Phrase note = quantizable ? Phrase.NONE : note(node, slots, notes);
        operators.add(new Operator(
                node.name(),
                node.type(),
                quantizable,
                note,
                node.node().getInputList(),
                node.node().getOutputList(),
                !node.within().isEmpty()));
    }

    private static boolean isWeight(PlacedNode node, WeightTrace.Found found) {
        long rank = found.constant().tensor().shape().rank();
        long elements = found.constant().tensor().shape().elements();
        return elements > 0 && (!node.is("Gather") || rank == 2);
    }

    private void use(PlacedNode node, WeightSlot slot, WeightTrace.Found found) {
        AxisTrace axes = found.axes();
        // All of a vector that a MatMul takes is summed up: it makes one output, whichever side it stands on.
        boolean summedUp = axes != null && node.is("MatMul") && axes.rank() == 1;
        OptionalInt axis = axes == null || summedUp ? OptionalInt.empty() : axes.storedAxis(slot.axis());
        OptionalInt inputAxis = axes == null ? OptionalInt.empty() : axes.storedAxis(slot.inputAxis());
        uses.computeIfAbsent(found.constant().name(), name -> new ArrayList<>())
                .add(new Use(node, slot, found.constant(), axis, inputAxis));
    }

    private Phrase note(PlacedNode node, List<WeightSlot> slots, List<Phrase> notes) {
        String type = node.node().getOpType();
        if (functions.contains(node.node().getDomain() + "\n" + type)) {
            return Phrase.of("a function that the model defines itself: carried along as it is");
        }
        if (!node.isStandard() || !StandardOperators.contains(type)) {
            return Phrase.of("not known here: carried along as it is");
        }
        if (slots.isEmpty() || type.equals("Gather")) {
            return StandardOperators.isInteger(type) ? Phrase.of("its weight is already quantized") : Phrase.NONE;
        }
        if (!node.within().isEmpty()) {
            return Phrase.of("lies in %s: weights in there are not quantized", node.within());
        }
        if (!notes.isEmpty()) {
            return notes.get(0);
        }
        return type.equals("MatMul") || type.equals("Gemm")
                ? Phrase.of("multiplies two activations and holds no weight")
                : Phrase.of("its weight is computed while the network runs");
    }

    private List<Layer> layers() {
        List<Layer> layers = new ArrayList<>();
        Map<String, Integer> taken = new HashMap<>();
        for (List<Use> shared : uses.values()) {
            // a weight that only branches and loops use is left alone, as their operators say
            shared.stream()
                    .filter(use -> use.operator().within().isEmpty())
                    .findFirst()
                    .ifPresent(first -> layers.add(layer(first, shared, taken)));
        }
        return layers;
    }

    private static Layer layer(Use first, List<Use> shared, Map<String, Integer> taken) {
        Phrase note = axisNote(shared);
        return new Layer(
                unique(layerName(first), taken),
                first.operator().type(),
                first.weight().tensor().named(first.weight().name()),
                shared.stream().map(use -> use.operator().name()).distinct().toList(),
                note.isEmpty() ? first.axis() : OptionalInt.empty(),
                note,
                inputAxis(shared),
                bias(shared));
    }

    private static OptionalInt inputAxis(List<Use> shared) {
        OptionalInt first = shared.get(0).inputAxis();
        return shared.stream().allMatch(use -> use.inputAxis().equals(first)) ? first : OptionalInt.empty();
    }

    /** The third input of the one operator that a weight serves, where that is a constant as it is stored. */
    private static Optional<Tensor> bias(List<Use> shared) {
        PlacedNode operator = shared.get(0).operator();
        boolean adds = operator.is("Conv") || operator.is("ConvTranspose") || operator.is("Gemm");
        if (shared.size() > 1 || !adds || shared.get(0).slot().input() != 1 || isScaled(operator)) {
            return Optional.empty();
        }
        return operator.origin(2)
                .filter(Origin.Constant.class::isInstance)
                .map(Origin.Constant.class::cast)
                .filter(constant -> constant.tensor().type().isWeight() && !constant.nested())
                .map(constant -> constant.tensor().named(constant.name()));
    }

    /** A Gemm that multiplies its product or what it adds: its third input is not what is added to the product. */
    private static boolean isScaled(PlacedNode operator) {
        return operator.is("Gemm")
                && (LayerOperations.number(operator, "alpha", 1) != 1
                        || LayerOperations.number(operator, "beta", 1) != 1);
    }

    private static Phrase axisNote(List<Use> shared) {
        for (Use use : shared) {
            if (use.axis().isEmpty()) {
                return Phrase.of(
                        "The output channels of '%s' cannot be followed to an axis of the weight as it is stored.",
                        use.operator().name());
            }
        }
        Use first = shared.get(0);
        for (Use use : shared) {
            if (!use.axis().equals(first.axis())) {
                return Phrase.of(
                        "The weight is shared: '%s' has its output channels along axis %s, '%s' along axis %s.",
                        first.operator().name(),
                        first.axis().getAsInt(),
                        use.operator().name(),
                        use.axis().getAsInt());
            }
        }
        return Phrase.NONE;
    }

    private static String layerName(Use use) {
        String operator = use.operator().node().getName();
        boolean alone = use.slot().suffix().isEmpty()
                || use.slot().suffix().equals("/A")
                        && !(WeightTrace.of(use.operator(), 1) instanceof WeightTrace.Found);
        return operator.isEmpty()
                ? Quoted.plain(use.weight().name())
                : Quoted.plain(operator) + (alone ? "" : use.slot().suffix());
    }

    /** @param taken names given so far and the number to try next for each */
    static String unique(String name, Map<String, Integer> taken) {
        int count = taken.getOrDefault(name, 1);
        String free = name;
        while (taken.containsKey(free)) {
            free = name + " (" + ++count + ")";
        }
        taken.put(free, 1);
        taken.put(name, count);
        return free;
    }
}
