package org.bitwright.quant.target;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Model;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Grid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;

/** Applies the rules of a runtime to the choices for the activations of a network. Pure: the same for the same. */
public final class TargetRules {
    private TargetRules() {}

    /**
     * What the choices of a configuration come to on its target.
     *
     * @param grids the grids that statistics lead to
     * @param numbers grids of the weights and values of biases under the configuration
     * @throws IOException if {@code numbers} cannot be read
     */
    public static ActivationPlan plan(Model model, QuantConfig config, EdgeGrids grids, LayerNumbers numbers)
            throws IOException {
        if (!config.quantizesActivations()) {
            return ActivationPlan.none();
        }
        Network network = new Network(model);
        if (config.target() == TargetProfile.NONE) {
            return unruled(network, config, grids);
        }
        RuntimeRules rules = RuntimeRules.of(config.target());
        Placement placement = Placement.of(network, config, rules);
        List<RuleNote> notes = new ArrayList<>(placement.notes());
        Map<String, Quantizer> quantizers = RootGrids.of(network, placement, rules, grids, notes);
        OperatorCheck check = new OperatorCheck(network, config, placement, rules, quantizers, notes);
        check.run();
        Map<String, BiasPlan> biases = rules.hasIntegerBiases()
                ? new IntegerBiases(network, placement, quantizers, numbers, notes).of(check)
                : Map.of();
        Saturation.note(network, config, placement, check, rules).ifPresent(notes::add);
        return plan(quantizers, carried(placement, quantizers), biases, notes);
    }

    /**
     * The activations that are usually quantized for a target: those that let it compute layers, and what lies between
     * them, in integers. Dynamic ones stand in front of layers only.
     */
    public static List<String> usualEdges(Model model, TargetProfile target, ActivationMode mode) {
        return UsualEdges.of(new Network(model), target, mode);
    }

    /** The activations whose grid the target of a configuration fixes, whatever flows through them. */
    public static Set<String> fixedGrids(Model model, QuantConfig config) {
        if (config.target() == TargetProfile.NONE) {
            return Set.of();
        }
        RuntimeRules rules = RuntimeRules.of(config.target());
        Network network = new Network(model);
        return RootGrids.fixed(network, Placement.of(network, config, rules), rules);
    }

    /** Whether an operator of this type hands values on as they are, so that rounded ones stay rounded. */
    public static boolean handsOn(String operatorType) {
        return OperatorRole.of(operatorType) == OperatorRole.MOVER;
    }

    private static ActivationPlan unruled(Network network, QuantConfig config, EdgeGrids grids) {
        Map<String, Quantizer> quantizers = new LinkedHashMap<>();
        List<RuleNote> notes = new ArrayList<>();
        for (Edge edge : network.model().edges()) {
            ActivationConfig choice = config.activation(edge.name());
            if (choice.isDynamic()) {
                quantizers.put(edge.name(), Quantizer.dynamic());
            } else if (choice.isQuantized()) {
                Optional<Grid> grid = RootGrids.own(edge.name(), choice, grids);
                grid.ifPresentOrElse(
                        found -> quantizers.put(edge.name(), Quantizer.of(found)),
                        () -> notes.add(new RuleNote(TargetRule.NO_STATISTICS, edge.name(), List.of())));
            }
        }
        return plan(quantizers, Map.of(), Map.of(), notes);
    }

    private static Map<String, Quantizer> carried(Placement placement, Map<String, Quantizer> quantizers) {
        Map<String, Quantizer> carried = new LinkedHashMap<>();
        for (String edge : placement.carried().keySet()) {
            placement.root(edge).map(quantizers::get).ifPresent(quantizer -> carried.put(edge, quantizer));
        }
        return carried;
    }

    private static ActivationPlan plan(
            Map<String, Quantizer> quantizers,
            Map<String, Quantizer> carried,
            Map<String, BiasPlan> biases,
            List<RuleNote> all) {
        return new ActivationPlan(
                quantizers,
                carried,
                biases,
                all.stream().filter(note -> !note.rule().isViolation()).toList(),
                all.stream().filter(note -> note.rule().isViolation()).toList());
    }
}
