package org.bitwright.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where the meaning of a standard operator changed from one version of the operator set to a later one, up to 21: not
 * where types were added, defaults spelled out, or optional inputs and attributes added whose absence means what it
 * meant. Read off the schemas of ONNX 1.23 with their history (docs/Changelog.md); where a description was reworded so
 * that its meaning is arguable, it counts as changed.
 */
final class OpsetChanges {
    /** The last version that the table covers. */
    static final int NEWEST = 21;

    private static final Map<String, List<Change>> CHANGES = new HashMap<>();

    /**
     * @param version the first one with the new meaning
     * @param concerns whether an operator written for older versions means something else there
     */
    private record Change(int version, Predicate<PlacedNode> concerns) {}

    static {
        always(9, "Scan", "Upsample");
        always(10, "Slice", "TopK", "Upsample");
        always(11, "Clip", "Loop", "OneHot", "Pad", "Resize", "Scatter");
        always(13, "Hardmax", "LogSoftmax", "Loop", "NegativeLogLikelihoodLoss", "Softmax", "SoftmaxCrossEntropyLoss");
        always(16, "RoiAlign");
        always(18, "LpPool", "Resize");
        always(19, "Resize");
        always(20, "DFT", "GridSample");
        always(21, "GroupNormalization");
        withAttribute(9, "spatial", "BatchNormalization");
        withAttribute(11, "auto_pad", "AveragePool", "ConvTranspose");
        withAttribute(11, "output_shape", "ConvTranspose");
        withAttribute(12, "ratio", "Dropout");
        withAttribute(13, "axes", "ReduceSum", "Squeeze", "Unsqueeze");
        withAttribute(13, "split", "Split");
        withAttribute(
                18,
                "axes",
                "ReduceL1",
                "ReduceL2",
                "ReduceLogSum",
                "ReduceLogSumExp",
                "ReduceMax",
                "ReduceMean",
                "ReduceMin",
                "ReduceProd",
                "ReduceSumSquare");
        withAttribute(19, "auto_pad", "AveragePool");
        change(19, node -> node.integer("ceil_mode", 0) != 0, "AveragePool");
        change(10, node -> node.node().getOutputCount() > 1, "Dropout");
        change(12, node -> node.node().getOutputCount() > 1, "Dropout");
        change(14, node -> node.node().getOutputCount() > 1, "BatchNormalization");
        change(18, node -> node.input(1).isEmpty(), "Split"); // how many parts must be said from there on
    }

    private OpsetChanges() {}

    private static void always(int version, String... operators) {
        change(version, node -> true, operators);
    }

    private static void withAttribute(int version, String attribute, String... operators) {
        change(version, node -> node.attribute(attribute).isPresent(), operators);
    }

    private static void change(int version, Predicate<PlacedNode> concerns, String... operators) {
        for (String operator : operators) {
            CHANGES.computeIfAbsent(operator, name -> new ArrayList<>()).add(new Change(version, concerns));
        }
    }

    /**
     * Whether an operator written for version {@code from} means the same in version {@code to}. Operators of other
     * domains are not concerned; standard ones that are not known here are taken as changed.
     */
    static boolean keepsMeaning(PlacedNode node, int from, int to) {
        if (!node.isStandard()) {
            return true;
        }
        String type = node.node().getOpType();
        return to <= NEWEST
                && StandardOperators.contains(type)
                && CHANGES.getOrDefault(type, List.of()).stream()
                        .filter(change -> change.version() > from && change.version() <= to)
                        .noneMatch(change -> change.concerns().test(node));
    }
}
