package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;

/**
 * A graph of float operators in the making, in the place of one that computes on integers: which operators it has so
 * far, which float value each integer one stands for, and the parameters that were met on the way. What an operator that
 * stays as it is takes of the integers is kept for it. Used by one thread.
 */
final class FloatDraft {
    /** What quantizing tools put behind the name of a value for its codes. */
    private static final Pattern CODE_MARK =
            Pattern.compile("(?<=.)(_quantized|_QuantizeLinear_Output|_int8|_b?float16|_Q\\d+(G\\d+)?)$");

    private final OnnxDocument document;
    private final ValueUses uses;
    private final FreshNames names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> constants = new ArrayList<>();
    private final Map<String, String> constantNames = new HashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, IntegerView> views = new HashMap<>();
    private final Map<String, FoundWeight> weights = new LinkedHashMap<>();
    private final Map<String, Optional<IntegerParameters>> activations = new LinkedHashMap<>();
    private final Map<String, String> copies = new HashMap<>();
    private final Set<String> made = new HashSet<>();
    private final Set<String> replaced = new HashSet<>();
    private final Set<String> identities = new HashSet<>();
    private final Set<NodeProto> left = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<NodeProto> makers = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<ImportNote> notes = new LinkedHashSet<>();

    FloatDraft(OnnxDocument document) {
        this.document = document;
        this.uses = new ValueUses(document);
        this.names = new FreshNames(document.proto().getGraph());
    }

    OnnxDocument document() {
        return document;
    }

    ValueUses uses() {
        return uses;
    }

    List<NodeProto> nodes() {
        return nodes;
    }

    List<TensorProto> constants() {
        return constants;
    }

    /** Values that another one stands for now. */
    Map<String, String> aliases() {
        return aliases;
    }

    Map<String, FoundWeight> weights() {
        return weights;
    }

    /** Parameters of float values; without any where every run finds its own. */
    Map<String, Optional<IntegerParameters>> activations() {
        return activations;
    }

    Set<ImportNote> notes() {
        return notes;
    }

    /** Constants of the old graph whose name a new one took. */
    Set<String> replaced() {
        return replaced;
    }

    /** Whether a value was named here, so that it may get another name. */
    boolean isMade(String value) {
        return made.contains(value);
    }

    /** Values that an Identity gives, since a nested graph takes them by name. */
    Set<String> identities() {
        return identities;
    }

    void note(ImportNote.Kind kind, String... arguments) {
        notes.add(ImportNote.of(kind, arguments));
    }

    /** Leaves an operator of the old graph out. */
    void leaveOut(PlacedNode node) {
        left.add(node.node());
    }

    boolean isLeftOut(PlacedNode node) {
        return left.contains(node.node());
    }

    /** The float value that stands for a value now: mostly itself. */
    String resolve(String value) {
        return aliases.getOrDefault(value, value);
    }

    void alias(String value, String floats) {
        if (!value.equals(floats)) {
            aliases.put(value, resolve(floats));
        }
    }

    Optional<IntegerView> view(String value) {
        return Optional.ofNullable(views.get(value));
    }

    void view(String value, IntegerView view) {
        views.put(value, view);
    }

    /** The float value behind integers, whose parameters count from now on. */
    String use(IntegerView view) {
        if (view.weight().isPresent()) {
            weights.putIfAbsent(view.constant(), view.weight().get());
            return resolve(view.floats());
        }
        String floats = split(view.floats());
        Optional<IntegerParameters> before = activations.putIfAbsent(floats, view.parameters());
        if (before != null && !before.equals(view.parameters())) {
            note(ImportNote.Kind.ACTIVATION_SEVERAL, floats);
        }
        return floats;
    }

    /**
     * The value that stands for what was quantized. Where others take the value as it was before, that is a copy of it:
     * a choice for the value itself would quantize it for them too.
     */
    private String split(String value) {
        String floats = resolve(value);
        if (!QuantizedUsers.takeAll(value, uses)) {
            String known = copies.get(floats);
            if (known == null) {
                known = fresh(floats + "_copy");
                copies.put(floats, known);
                emit(identity(floats, known));
            }
            return known;
        }
        return floats;
    }

    /** Number of values that are quantized for some of the operators that take them. */
    int copies() {
        return copies.size();
    }

    /** A name for the float value behind a new integer one. */
    String floatName(String integers) {
        String name = CODE_MARK.matcher(integers).replaceFirst("");
        String fresh = names.like(name.equals(integers) ? integers + "_float" : name);
        made.add(fresh);
        return fresh;
    }

    /** A name that nothing has yet. */
    String fresh(String wanted) {
        String fresh = names.like(wanted);
        made.add(fresh);
        return fresh;
    }

    /** Adds a constant of one number and gives its name. */
    String scalar(String wanted, float number) {
        String name = fresh(wanted);
        constants.add(TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(ElementType.FLOAT32))
                .setRawData(FloatCodec.encode(new float[] {number}, ElementType.FLOAT32))
                .build());
        return name;
    }

    /** Adds an operator. */
    void emit(NodeProto node) {
        nodes.add(node);
    }

    /** Adds an operator of the old graph as it is, with the integers that it takes. */
    void keep(NodeProto node) {
        NodeProto.Builder kept = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            makeIntegers(node.getInput(i));
            kept.setInput(i, resolve(node.getInput(i)));
        }
        for (String captured : LiveValues.captured(node)) {
            makeIntegers(captured);
            if (aliases.containsKey(captured) && identities.add(captured)) {
                emit(identity(resolve(captured), captured));
            }
        }
        emit(kept.build());
    }

    NodeProto identity(String from, String to) {
        return NodeProto.newBuilder()
                .setName(names.like(to + "_Identity"))
                .setOpType("Identity")
                .addInput(from)
                .addOutput(to)
                .build();
    }

    /** Has the integers of a value made, where something takes them as they are. */
    void makeIntegers(String value) {
        IntegerView view = views.get(value);
        if (view != null && makers.add(view.maker())) {
            keep(view.maker());
        }
    }

    /**
     * A float constant in the place of an integer one; the same one where it was asked for before.
     *
     * @param integers name of the integer constant
     * @param wanted the name that its value has in the old graph, given up by its operator; empty where it has none
     */
    String constant(String integers, String wanted, Shape shape, float[] values, FoundWeight found) {
        String key = integers + "\n" + found.parameters().hashCode();
        String known = constantNames.get(key);
        if (known != null && found.parameters().equals(parameters(known))) {
            return known;
        }
        String name = constantName(integers, wanted);
        ElementType type = found.parameters().floats();
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(ElementTypes.code(type))
                .setRawData(FloatCodec.encode(values, type));
        for (long extent : shape.toArray()) {
            tensor.addDims(extent);
        }
        constants.add(tensor.build());
        constantNames.put(key, name);
        weights.put(name, found);
        return name;
    }

    private IntegerParameters parameters(String constant) {
        FoundWeight weight = weights.get(constant);
        if (weight == null) {
            throw new IllegalStateException("no constant " + Quoted.name(constant));
        }
        return weight.parameters();
    }

    private String constantName(String integers, String wanted) {
        String base = CODE_MARK.matcher(integers).replaceFirst("");
        if (base.equals(wanted)) {
            return wanted;
        }
        if (names.isFree(base)) {
            return names.like(base);
        }
        if (uses.onlyUser(integers).isPresent() && replaced.add(integers)) {
            return integers;
        }
        return wanted.isEmpty() || constantNames.containsValue(wanted) ? names.like(integers + "_float") : wanted;
    }
}
