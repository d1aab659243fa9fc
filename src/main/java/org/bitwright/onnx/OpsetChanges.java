package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where a standard operator changed from one version of the operator set to a later one, up to 21: not where types were
 * added, defaults spelled out, or optional inputs and attributes added whose absence means what it meant. Read off the
 * schemas of ONNX 1.23 with their history (docs/Changelog.md); where a description was reworded so that its meaning is
 * arguable, it counts as changed. Most changes are of form only, and an operator can be written in the later one.
 */
final class OpsetChanges {
    /** The last version that the table covers. */
    static final int NEWEST = 21;

    private static final Map<String, List<Change>> CHANGES = new HashMap<>();
    private static final Set<String> EXPLICIT_PADS = Set.of("", "NOTSET");

    /**
     * @param version the first one with the new form or meaning; one change a version
     * @param concerns whether an operator written for older versions means something else there
     */
    private record Change(int version, Predicate<PlacedNode> concerns, OpsetConversion conversion) {}

    static {
        addLists();
        addForms();
        addMeanings();
    }

    private OpsetChanges() {}

    private static void addLists() {
        OpsetConversion axes = OpsetConversions.listToInput("axes");
        change(13, has("axes"), axes, "ReduceSum", "Squeeze", "Unsqueeze");
        change(18, has("axes"), axes, "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp");
        change(18, has("axes"), axes, "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSumSquare");
        change(13, has("split"), OpsetConversions.listToInput("split"), "Split");
        change(18, node -> node.input(1).isEmpty(), OpsetConversions::splitCount, "Split");
        always(10, OpsetConversions::slice, "Slice");
        always(10, OpsetConversions::topK, "TopK");
        always(11, OpsetConversions::pad, "Pad");
        change(11, has("min").or(has("max")), OpsetConversions::clip, "Clip");
        always(20, OpsetConversions::axisToInput, "DFT");
    }

    private static void addForms() {
        always(13, OpsetConversions::flattened, "Hardmax", "LogSoftmax", "Softmax");
        Predicate<PlacedNode> severalOutputs = node -> node.node().getOutputCount() > 1;
        change(10, severalOutputs, OpsetConversions::firstOutput, "Dropout");
        change(12, severalOutputs.or(has("ratio")), OpsetConversions::dropout, "Dropout");
        change(9, has("spatial"), OpsetConversions::spatial, "BatchNormalization");
        change(14, severalOutputs, OpsetConversions::firstOutput, "BatchNormalization");
        always(9, OpsetConversions::scalesToInput, "Upsample");
        always(10, OpsetConversions.rename("Resize"), "Upsample");
        always(11, OpsetConversions::asymmetric, "Resize");
        always(13, OpsetConversions::resize, "Resize");
        always(11, OpsetConversions.rename("ScatterElements"), "Scatter");
        always(16, OpsetConversions::outputHalfPixel, "RoiAlign");
        always(20, OpsetConversions::interpolationNames, "GridSample");
    }

    private static void addMeanings() {
        OpsetConversion none = OpsetConversion::impossible;
        always(9, none, "Scan");
        always(11, none, "Loop", "OneHot");
        always(13, none, "Loop", "NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss");
        always(18, none, "LpPool");
        always(21, none, "GroupNormalization");
        Predicate<PlacedNode> pads = node -> !EXPLICIT_PADS.contains(OpsetConversions.text(node, "auto_pad"));
        change(11, pads.or(has("output_shape")), none, "ConvTranspose");
        change(11, pads, none, "AveragePool");
        change(19, pads.or(node -> node.integer("ceil_mode", 0) != 0), none, "AveragePool");
    }

    private static Predicate<PlacedNode> has(String attribute) {
        return node -> node.attribute(attribute).isPresent();
    }

    private static void always(int version, OpsetConversion conversion, String... operators) {
        change(version, node -> true, conversion, operators);
    }

    private static void change(
            int version, Predicate<PlacedNode> concerns, OpsetConversion conversion, String... operators) {
        for (String operator : operators) {
            CHANGES.computeIfAbsent(operator, name -> new ArrayList<>()).add(new Change(version, concerns, conversion));
        }
    }

    /**
     * Operators that mean in version {@code to} what one that is written for version {@code from} means there: itself
     * where nothing changed. Operators of other domains stay; standard ones that are not known here are taken as
     * changed.
     *
     * @return empty where there are none
     */
    static Optional<List<NodeProto>> raise(PlacedNode node, int from, int to, OpsetContext context) {
        if (!node.isStandard()) {
            return Optional.of(List.of(node.node()));
        }
        String type = node.node().getOpType();
        if (to > NEWEST || !StandardOperators.contains(type)) {
            return Optional.empty();
        }
        Optional<Change> first = CHANGES.getOrDefault(type, List.of()).stream()
                .filter(change -> change.version() > from && change.version() <= to)
                .filter(change -> change.concerns().test(node))
                .min((a, b) -> Integer.compare(a.version(), b.version()));
        if (first.isEmpty()) {
            return Optional.of(List.of(node.node()));
        }
        List<NodeProto> raised = new ArrayList<>();
        for (NodeProto next : first.get().conversion().convert(node, context).orElse(List.of())) {
            PlacedNode placed = new PlacedNode(next, node.name(), node.scope(), node.within());
            Optional<List<NodeProto>> further = raise(placed, first.get().version(), to, context);
            if (further.isEmpty()) {
                return Optional.empty();
            }
            raised.addAll(further.get());
        }
        return raised.isEmpty() ? Optional.empty() : Optional.of(raised);
    }
}
