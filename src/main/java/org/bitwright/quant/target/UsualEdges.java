package org.bitwright.quant.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Edge;
import org.bitwright.model.Operator;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.TargetProfile;

/**
 * Which activations are usually quantized: those in front of layers with weights and behind their convolutions; then,
 * again and again, what operators between quantized activations give. Decomposed normalizations, Gelu and attention stay
 * float that way, since nothing in them lies between two quantized activations.
 */
final class UsualEdges {
    /** Operators that are worth computing in integers between quantized activations, whatever the target. */
    private static final Set<OperatorRole> BETWEEN =
            Set.of(OperatorRole.ELEMENTWISE, OperatorRole.CONCATENATION, OperatorRole.POOL, OperatorRole.FUNCTION);

    private final Network network;
    private final RuntimeRules rules;
    private final Set<String> chosen = new HashSet<>();

    private UsualEdges(Network network, RuntimeRules rules) {
        this.network = network;
        this.rules = rules;
    }

    static List<String> of(Network network, TargetProfile target, ActivationMode mode) {
        // without rules of its own a network is rounded where the most common runtime would
        RuntimeRules rules = RuntimeRules.of(target == TargetProfile.NONE ? TargetProfile.ORT_CPU : target);
        UsualEdges usual = new UsualEdges(network, rules);
        if (target == TargetProfile.TFLM) {
            usual.chooseAll();
        } else {
            network.operators().forEach(mode == ActivationMode.DYNAMIC ? usual::chooseInput : usual::chooseAround);
        }
        if (target != TargetProfile.TFLM && mode == ActivationMode.STATIC) {
            usual.chooseBetween();
        }
        return network.model().edges().stream()
                .map(Edge::name)
                .filter(usual.chosen::contains)
                .toList();
    }

    /**
     * All around operators that can be computed in integers, but what is folded into a rectifier behind it. An operator
     * without a weight between others that cannot, as within a decomposed normalization, stays float.
     */
    private void chooseAll() {
        Set<Operator> computed = new LinkedHashSet<>();
        network.operators().stream()
                .filter(operator -> rules.computes(operator.type()) || isMover(operator))
                .forEach(computed::add);
        while (computed.removeIf(operator -> !isLayer(operator) && isAmongFloats(operator, computed))) {
            // what lies between those that went may go next
        }
        for (Operator operator : computed) {
            chosen.addAll(network.inputs(operator));
            chosen.addAll(network.outputs(operator));
        }
        chosen.removeIf(edge -> !network.rectified(edge).equals(edge));
    }

    private boolean isAmongFloats(Operator operator, Set<Operator> computed) {
        boolean fromFloat = network.inputs(operator).stream()
                .flatMap(input -> network.producer(input).stream())
                .anyMatch(producer -> !computed.contains(producer));
        boolean toFloat = network.outputs(operator).stream()
                .allMatch(output -> !network.isResult(output)
                        && network.consumers(output).stream().noneMatch(computed::contains));
        return fromFloat || toFloat;
    }

    private static boolean isMover(Operator operator) {
        return OperatorRole.of(operator.type()) == OperatorRole.MOVER;
    }

    private void chooseInput(Operator operator) {
        if (isLayer(operator)) {
            chosen.addAll(network.inputs(operator));
        }
    }

    private void chooseAround(Operator operator) {
        chooseInput(operator);
        if (isLayer(operator) && !rules.givesFloats(operator.type())) {
            network.outputs(operator).forEach(output -> chosen.add(network.rectified(output)));
        }
    }

    private boolean isLayer(Operator operator) {
        return OperatorRole.of(operator.type()) == OperatorRole.PRODUCT
                && rules.computes(operator.type())
                && network.layer(operator).isPresent();
    }

    private void chooseBetween() {
        int before;
        do {
            before = chosen.size();
            network.operators().forEach(this::chooseMoved);
            network.operators().forEach(this::chooseResult);
        } while (chosen.size() > before);
    }

    /** What is moved to a quantized place is quantized before, and what is moved from one is quantized anyway. */
    private void chooseMoved(Operator operator) {
        if (OperatorRole.of(operator.type()) != OperatorRole.MOVER) {
            return;
        }
        for (String output : network.outputs(operator)) {
            Optional<String> source = network.moved(output);
            if (source.isPresent()
                    && chosen.contains(output)
                    && network.onlyConsumer(source.get()).isPresent()) {
                chosen.add(source.get());
            }
            if (source.isPresent() && chosen.contains(source.get())) {
                chosen.add(output);
            }
        }
    }

    private void chooseResult(Operator operator) {
        boolean joins = rules.computes(operator.type())
                && BETWEEN.contains(OperatorRole.of(operator.type()))
                && !operator.type().equals("Softmax")
                && (!combines(operator) || !network.takesConstant(operator));
        if (!joins || network.outputs(operator).isEmpty()) {
            return;
        }
        String result = network.rectified(network.outputs(operator).get(0));
        List<String> missing = new ArrayList<>(network.inputs(operator));
        int inputs = missing.size();
        missing.removeIf(chosen::contains);
        boolean fromLayers = missing.size() < inputs
                && (chosen.contains(result) || leadsToIntegers(result))
                && missing.stream().allMatch(this::isLayerResult);
        if (missing.isEmpty() || fromLayers) {
            chosen.addAll(missing);
            chosen.add(result);
        }
    }

    private boolean leadsToIntegers(String edge) {
        return network.consumers(edge).stream()
                .anyMatch(consumer -> rules.computes(consumer.type())
                        || OperatorRole.of(consumer.type()) == OperatorRole.MOVER
                                && network.outputs(consumer).stream().anyMatch(this::leadsToIntegers));
    }

    private static boolean combines(Operator operator) {
        OperatorRole role = OperatorRole.of(operator.type());
        return role == OperatorRole.ELEMENTWISE || role == OperatorRole.CONCATENATION;
    }

    private boolean isLayerResult(String edge) {
        return network.producer(edge)
                .filter(producer -> network.layer(producer).isPresent())
                .isPresent();
    }
}
