package org.bitwright.onnx;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.TensorConfig;

/**
 * A file that is quantized already, taken apart into the float network that it stands for and the choices that quantize
 * it: weights get the values of their codes, so that the same grids give the same codes again; activations keep their
 * scales and zero points.
 *
 * <p>Read are the quantize-dequantize form, also with float weights that are quantized as the network runs, the operator
 * form (QLinearConv and its kind), dynamic activations, MatMulNBits, and the forms in which {@link CodedWeights} stores
 * other weights. Operators whose parameters are computed, or of other forms, stay as they are.
 *
 * @param document in float, with the digest of the file; weights without codes are those of the file
 * @param layers choices by layer name; layers that the file has in float are not among them
 * @param activations choices by the name of the activation
 * @param notes what could not be taken over
 */
public record QuantizedImport(
        OnnxDocument document,
        Map<String, TensorConfig> layers,
        Map<String, ActivationConfig> activations,
        List<ImportNote> notes) {
    private static final Set<String> QUANTIZING = Set.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "MatMulInteger",
            "ConvInteger",
            "MatMulNBits",
            "DynamicQuantizeMatMul",
            "QGemm");

    /** Constants that a note names. */
    private static final int MOST_NAMED = 4;

    public QuantizedImport {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        activations = Collections.unmodifiableMap(new LinkedHashMap<>(activations));
        notes = List.copyOf(notes);
    }

    /**
     * Takes a document apart. Reads the weights that have codes.
     *
     * @return empty where it is a float network, or nothing of it could be taken over
     * @throws org.bitwright.model.InvalidFileException if scales, zero points and codes contradict each other
     */
    public static Optional<QuantizedImport> of(OnnxDocument document) throws IOException {
        FloatDraft draft = new FloatDraft(document);
        ParameterReader parameters = new ParameterReader(document.file());
        List<IntegerForm> forms = List.of(
                new PairForm(parameters),
                new DynamicForm(parameters),
                new OperatorForm(parameters),
                new BlockForm(parameters),
                new StorageForm(parameters));
        for (PlacedNode node : document.graph().main()) {
            if (!draft.isLeftOut(node) && !convert(node, forms, draft)) {
                draft.keep(node.node());
            }
        }
        return draft.weights().isEmpty() && draft.activations().isEmpty()
                ? Optional.empty()
                : Optional.of(taken(draft));
    }

    /** The float network that a document stands for: mostly itself. */
    public static OnnxDocument floatDocument(OnnxDocument document) throws IOException {
        return of(document).map(QuantizedImport::document).orElse(document);
    }

    private static boolean convert(PlacedNode node, List<IntegerForm> forms, FloatDraft draft) throws IOException {
        for (IntegerForm form : forms) {
            if (form.convert(node, draft)) {
                return true;
            }
        }
        return false;
    }

    private static QuantizedImport taken(FloatDraft draft) throws IOException {
        new Rectifiers(draft).putBack();
        if (draft.copies() > 0) {
            draft.note(ImportNote.Kind.COPIED, String.valueOf(draft.copies()));
        }
        DraftGraph.Result graph = DraftGraph.of(draft);
        OnnxDocument document = draft.document().reinterpreted(graph.model());
        Set<ImportNote> notes = new LinkedHashSet<>(draft.notes());
        for (PlacedNode node : document.graph().main()) {
            if (isQuantizing(node)) {
                notes.add(ImportNote.of(ImportNote.Kind.OPERATOR_KEPT, node.name(), node.type()));
            }
        }
        Map<String, TensorConfig> layers = layers(draft, document, notes);
        Map<String, ActivationConfig> activations = new LinkedHashMap<>();
        draft.activations().forEach((value, found) -> {
            String name = graph.name(value);
            Optional<ActivationConfig> choice = ActivationChoice.of(found);
            Optional<Edge> edge = document.model().edge(name);
            if (choice.isPresent() && edge.isPresent()) {
                activations.put(name, choice.get());
            } else {
                notes.add(ImportNote.of(ImportNote.Kind.ACTIVATION_UNMATCHED, name));
            }
        });
        return new QuantizedImport(
                RoundedConstants.of(document, draft.weights(), layers.keySet()),
                layers,
                activations,
                List.copyOf(notes));
    }

    private static boolean isQuantizing(PlacedNode node) {
        String type = node.node().getOpType();
        boolean known = node.isStandard() || node.node().getDomain().equals(GraphAddition.MICROSOFT);
        return known && (QUANTIZING.contains(type) || type.startsWith("QLinear"));
    }

    private static Map<String, TensorConfig> layers(FloatDraft draft, OnnxDocument document, Set<ImportNote> notes) {
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        Set<String> weights = new LinkedHashSet<>();
        for (Layer layer : document.model().layers()) {
            FoundWeight found = draft.weights().get(layer.weight().name());
            if (found == null) {
                continue;
            }
            weights.add(layer.weight().name());
            WeightChoice choice = WeightChoice.of(layer, found);
            choice.config().ifPresent(config -> layers.put(layer.name(), config));
            choice.obstacle().ifPresent(kind -> notes.add(ImportNote.of(kind, layer.name())));
        }
        List<String> others = draft.weights().entrySet().stream()
                .filter(entry -> !weights.contains(entry.getKey()))
                .filter(entry -> entry.getValue().form() != FoundWeight.Form.BIAS)
                .map(Map.Entry::getKey)
                .toList();
        if (!others.isEmpty()) {
            String named = others.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
            notes.add(ImportNote.of(
                    ImportNote.Kind.CONSTANT_AS_FLOATS,
                    String.valueOf(others.size()),
                    others.size() > MOST_NAMED ? named + ", …" : named));
        }
        return layers;
    }
}
