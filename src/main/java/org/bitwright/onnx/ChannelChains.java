package org.bitwright.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds pairs of layers between which a channel can be scaled down and up again without changing the network: only
 * operators that multiply with a positive factor when their input is (f(s·x) = s·f(x)) and that keep channels apart
 * lie between them, and nothing else sees what flows there (Nagel et al. 2019, Data-Free Quantization, section 4.1).
 */
public final class ChannelChains {
    private static final int LONGEST_CHAIN = 32;

    private final LayerOperations operations;
    private final ValueUses uses;
    private final SpatialExtents extents;

    private ChannelChains(OnnxDocument document, LayerOperations operations) {
        this.operations = operations;
        this.uses = new ValueUses(document);
        this.extents = new SpatialExtents(document);
    }

    /**
     * Two layers that follow each other.
     *
     * @param spread number of input features of {@code second} that come from one output channel of {@code first}: 1,
     *     or the positions that were flattened. Channel {@code c} becomes the features c·spread … (c+1)·spread − 1
     */
    public record Pair(LayerOperation first, LayerOperation second, int spread) {}

    /** All pairs of a document, in its order. */
    public static List<Pair> of(OnnxDocument document, LayerOperations operations) {
        ChannelChains chains = new ChannelChains(document, operations);
        List<Pair> pairs = new ArrayList<>();
        operations.all().values().forEach(first -> chains.pair(first).ifPresent(pairs::add));
        return pairs;
    }

    private Optional<Pair> pair(LayerOperation first) {
        if (first.fixedBias()) {
            return Optional.empty();
        }
        String value = first.result();
        boolean positions = first.geometry() instanceof LayerGeometry.Convolution;
        String flattened = "";
        boolean counted = false;
        for (int step = 0; step < LONGEST_CHAIN; step++) {
            Optional<PlacedNode> user = uses.onlyUser(value);
            if (user.isEmpty()) {
                return Optional.empty();
            }
            PlacedNode node = user.get();
            Optional<LayerOperation> second = taking(value, node);
            if (second.isPresent()) {
                String rows = counted ? flattened : "";
                return joined(first, second.get(), positions).filter(pair -> isRowASample(pair, rows));
            }
            if (!passes(node, value, positions)) {
                return Optional.empty();
            }
            if (flattens(node)) {
                flattened = positions ? value : flattened;
                counted |= !keepsRows(node);
                positions = false;
            }
            value = node.node().getOutput(0);
        }
        return Optional.empty();
    }

    private Optional<LayerOperation> taking(String value, PlacedNode node) {
        return operations.all().values().stream()
                .filter(layer ->
                        layer.input().equals(value) && layer.layer().operators().contains(node.name()))
                .findFirst();
    }

    /**
     * Whether all numbers that a channel has in one sample are in one row of a product.
     *
     * @param flattened the convolution's value that was made into rows of as many numbers as the product takes; empty
     *     where they are rows of a sample in any case
     */
    private boolean isRowASample(Pair pair, String flattened) {
        return flattened.isEmpty() || extents.positions(flattened).equals(OptionalLong.of(pair.spread()));
    }

    private static Optional<Pair> joined(LayerOperation first, LayerOperation second, boolean positions) {
        int channels = first.geometry().outputs();
        if (second.geometry() instanceof LayerGeometry.Convolution convolution) {
            boolean fits = positions && convolution.inputChannels() * convolution.groups() == channels;
            return fits ? Optional.of(new Pair(first, second, 1)) : Optional.empty();
        }
        int columns = second.geometry().columns();
        boolean afterConvolution = first.geometry() instanceof LayerGeometry.Convolution;
        boolean fits = !positions && (afterConvolution ? columns % channels == 0 : columns == channels);
        return fits ? Optional.of(new Pair(first, second, columns / channels)) : Optional.empty();
    }

    /** @param positions whether the value still has channels on axis 1 and positions behind it */
    private static boolean passes(PlacedNode node, String value, boolean positions) {
        if (!node.isStandard() || !node.input(0).equals(value) || node.node().getOutputCount() != 1) {
            return false;
        }
        return switch (node.node().getOpType()) {
            // One that took the value for its slopes too would use it twice, and so not be asked about.
            case "Relu", "PRelu", "Identity" -> true;
            case "LeakyRelu" -> LayerOperations.number(node, "alpha", 0.01f) >= 0;
            case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool" -> positions;
            default -> flattens(node);
        };
    }

    /** Whether an operator makes rows of it, channel after channel: of one sample each, unless their length is another. */
    private static boolean flattens(PlacedNode node) {
        return switch (node.node().getOpType()) {
            case "Flatten" -> node.integer("axis", 1) == 1;
            case "Reshape" ->
                ConstantLongs.input(node, 1)
                        .filter(target -> target.size() == 2 && target.get(0) <= 1)
                        .isPresent();
            default -> false;
        };
    }

    /** Whether one that flattens makes one row of each sample, however long it is. */
    private static boolean keepsRows(PlacedNode node) {
        return node.is("Flatten")
                || node.integer("allowzero", 0) == 0
                        && ConstantLongs.input(node, 1)
                                .filter(target -> target.get(0) == 0)
                                .isPresent();
    }
}
