package org.bitwright.quant.target;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.WeightOverlay;

/**
 * Where the rules of a runtime round: which of the chosen activations have a quantizer of their own, which are folded
 * into what stands behind them, and which only carry the parameters of another.
 */
final class Placement {
    private final Network network;
    private final QuantConfig config;
    private final Set<String> placed = new LinkedHashSet<>();
    /** By edge that only carries parameters: the edge that it was moved from. */
    private final Map<String, String> carried = new LinkedHashMap<>();
    /** By edge: the one behind it that is rounded in its place. */
    private final Map<String, String> folded = new HashMap<>();

    private final List<RuleNote> notes = new ArrayList<>();

    private Placement(Network network, QuantConfig config) {
        this.network = network;
        this.config = config;
    }

    static Placement of(Network network, QuantConfig config, RuntimeRules rules) {
        Placement placement = new Placement(network, config);
        network.operators().stream()
                .filter(operator -> rules.computes(operator.type()))
                .forEach(placement::fold);
        network.model().edges().stream().map(Edge::name).forEach(placement::place);
        return placement;
    }

    private void fold(Operator operator) {
        for (String output : network.outputs(operator)) {
            String behind = behind(output);
            if (!behind.equals(output) && config.activation(behind).isQuantized()) {
                for (String edge = output; !edge.equals(behind); edge = folded.get(edge)) {
                    Operator next = network.onlyConsumer(edge).orElseThrow();
                    folded.put(edge, next.outputs().get(0));
                    notes.add(new RuleNote(
                            isRectifier(next) ? TargetRule.RELU_FOLDED : TargetRule.NORMALIZATION_FOLDED,
                            edge,
                            List.of(next.name())));
                }
            }
        }
    }

    /** The edge behind a folded normalization and a rectifier, where they follow; else the edge itself. */
    String behind(String edge) {
        String normalized = network.onlyConsumer(edge)
                .filter(this::isFoldedNormalization)
                .map(normalization -> normalization.outputs().get(0))
                .filter(network::isEdge)
                .orElse(edge);
        return network.rectified(normalized);
    }

    private static boolean isRectifier(Operator operator) {
        return OperatorRole.of(operator.type()) == OperatorRole.RECTIFIER;
    }

    /** Whether new constants of the layer before it leave a normalization nothing to do but to add its shift. */
    boolean isFoldedNormalization(Operator operator) {
        if (OperatorRole.of(operator.type()) != OperatorRole.NORMALIZATION
                || operator.inputs().size() < 5) {
            return false;
        }
        Optional<WeightOverlay> overlay = network.producer(operator.inputs().get(0))
                .flatMap(network::layer)
                .map(Layer::name)
                .flatMap(layer -> config.of(layer).overlay());
        return overlay.isPresent()
                && isAll(overlay.get(), operator.inputs().get(1), 1)
                && isAll(overlay.get(), operator.inputs().get(3), 0);
    }

    private static boolean isAll(WeightOverlay overlay, String constant, float value) {
        float[] values = overlay.values().get(constant);
        if (values == null) {
            return false;
        }
        for (float x : values) {
            if (x != value) {
                return false;
            }
        }
        return true;
    }

    private void place(String edge) {
        Optional<String> source = network.moved(edge).filter(this::isStatic);
        if (source.isPresent()) {
            carried.put(edge, source.get());
            notes.add(new RuleNote(TargetRule.PASS_THROUGH, edge, List.of(source.get())));
        } else if (config.activation(edge).isQuantized() && !folded.containsKey(edge)) {
            placed.add(edge);
        }
    }

    private boolean isStatic(String edge) {
        return carried.containsKey(edge)
                || placed.contains(edge) && !config.activation(edge).isDynamic();
    }

    /** The edges with a quantizer of their own, in the order of the graph. */
    Set<String> placed() {
        return placed;
    }

    /** By edge that only carries parameters: the edge that it was moved from. */
    Map<String, String> carried() {
        return carried;
    }

    boolean isFolded(String edge) {
        return folded.containsKey(edge);
    }

    /** Whether an operator disappears in the one before it. */
    boolean isFoldedInto(Operator operator) {
        return !operator.inputs().isEmpty()
                && folded.containsKey(operator.inputs().get(0));
    }

    List<RuleNote> notes() {
        return notes;
    }

    /** The edge whose quantizer an edge has: its own, or the one at the start of the moves that led to it. */
    Optional<String> root(String edge) {
        String at = edge;
        while (carried.containsKey(at)) {
            at = carried.get(at);
        }
        return placed.contains(at) ? Optional.of(at) : Optional.empty();
    }

    /** The same for what an operator gives: behind what is folded into it. */
    Optional<String> outputRoot(String edge) {
        String at = edge;
        while (folded.containsKey(at)) {
            at = folded.get(at);
        }
        return root(at);
    }

    ActivationConfig choice(String root) {
        return config.activation(root);
    }
}
