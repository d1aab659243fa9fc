package org.bitwright.quant.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/** Looks at each operator: whether the runtime computes it in integers as things are, and if not, why. */
final class OperatorCheck {
    private final Network network;
    private final QuantConfig config;
    private final Placement placement;
    private final RuntimeRules rules;
    private final Map<String, Quantizer> quantizers;
    private final List<RuleNote> notes;
    private final Set<String> integers = new HashSet<>();

    /** @param quantizers of the placed edges whose ranges are known */
    OperatorCheck(
            Network network,
            QuantConfig config,
            Placement placement,
            RuntimeRules rules,
            Map<String, Quantizer> quantizers,
            List<RuleNote> notes) {
        this.network = network;
        this.config = config;
        this.placement = placement;
        this.rules = rules;
        this.quantizers = quantizers;
        this.notes = notes;
    }

    void run() {
        placement.placed().forEach(this::checkFormat);
        network.operators().forEach(this::check);
        placement.placed().stream().filter(this::isRoundedOnly).forEach(edge -> note(TargetRule.ROUNDED_ONLY, edge));
    }

    /** Whether an operator is computed in integers. */
    boolean isInteger(Operator operator) {
        return integers.contains(operator.name());
    }

    private void checkFormat(String edge) {
        ActivationConfig choice = placement.choice(edge);
        if (choice.isDynamic()) {
            if (!rules.takesDynamic()) {
                note(TargetRule.DYNAMIC_ACTIVATION, edge);
            } else if (network.consumers(edge).stream()
                    .noneMatch(consumer -> network.layer(consumer).isPresent())) {
                note(TargetRule.DYNAMIC_PLACE, edge);
            }
        } else {
            rules.activationNeed(choice.format())
                    .ifPresent(need -> note(TargetRule.ACTIVATION_FORMAT, edge, StoredTypes.of(choice.format()), need));
        }
    }

    private void check(Operator operator) {
        boolean any = network.inputs(operator).stream()
                .anyMatch(input -> network.layer(operator).isPresent()
                        ? placement.root(input).isPresent()
                        : isStatic(input));
        if (!any) {
            return;
        }
        checkNormalization(operator);
        if (!rules.computes(operator.type()) || placement.isFoldedInto(operator)) {
            return;
        }
        Optional<Layer> layer = network.layer(operator);
        boolean fits = layer.isEmpty() || checkWeight(operator, layer.get());
        if (!fits || !checkOperands(operator) || !checkFormats(operator)) {
            return;
        }
        if (checkSigns(operator) && checkRectifier(operator)) {
            integers.add(operator.name());
        }
    }

    /** Whether an activation is rounded to a grid that stands before; only layers take others as integers. */
    private boolean isStatic(String edge) {
        return placement
                .root(edge)
                .filter(root -> !placement.choice(root).isDynamic())
                .isPresent();
    }

    private boolean takesDynamic(Operator operator) {
        return network.layer(operator).isPresent()
                && network.inputs(operator).stream()
                        .anyMatch(input -> placement.root(input).isPresent() && !isStatic(input));
    }

    private void checkNormalization(Operator operator) {
        Optional<Layer> layer = network.layer(operator);
        for (String output : network.outputs(operator)) {
            Optional<Operator> next = network.onlyConsumer(output)
                    .filter(user -> OperatorRole.of(user.type()) == OperatorRole.NORMALIZATION)
                    .filter(user -> !placement.isFoldedNormalization(user));
            if (layer.isPresent() && next.isPresent()) {
                note(TargetRule.NORMALIZATION, layer.get().name(), next.get().name());
            }
        }
    }

    private boolean checkWeight(Operator operator, Layer layer) {
        TensorConfig choice = config.of(layer.name());
        if (!choice.format().isQuantized()) {
            note(
                    TargetRule.INCOMPLETE,
                    operator.name(),
                    operator.type(),
                    StoredTypes.quoted(layer.weight().name()));
            return false;
        }
        Optional<Phrase> need = rules.weightNeed(layer, choice);
        need.ifPresent(type -> note(
                TargetRule.WEIGHT_FORMAT,
                layer.name(),
                Phrase.of("%s, %s", StoredTypes.of(choice.format()), StoredTypes.of(choice.granularity())),
                type));
        return need.isEmpty();
    }

    private boolean checkOperands(Operator operator) {
        OperatorRole role = OperatorRole.of(operator.type());
        boolean combines = role == OperatorRole.ELEMENTWISE || role == OperatorRole.CONCATENATION;
        if (combines && network.takesConstant(operator)) {
            note(TargetRule.CONSTANT_OPERAND, operator.name(), operator.type());
            return false;
        }
        List<String> missing = new ArrayList<>();
        network.inputs(operator).stream()
                .filter(input -> network.layer(operator).isPresent()
                        ? placement.root(input).isEmpty()
                        : !isStatic(input))
                .forEach(missing::add);
        if (!rules.givesFloats(operator.type()) && !takesDynamic(operator)) {
            network.outputs(operator).stream()
                    .filter(output -> placement.outputRoot(output).isEmpty())
                    .forEach(missing::add);
        }
        if (!missing.isEmpty()) {
            note(TargetRule.INCOMPLETE, operator.name(), operator.type(), StoredTypes.quoted(missing));
        }
        return missing.isEmpty();
    }

    /** What is wrong with the formats around it is told where they are. */
    private boolean checkFormats(Operator operator) {
        return around(operator).stream()
                .map(placement::choice)
                .allMatch(choice -> choice.isDynamic()
                        ? rules.takesDynamic()
                        : rules.activationNeed(choice.format()).isEmpty());
    }

    private List<String> around(Operator operator) {
        List<String> roots = new ArrayList<>();
        network.inputs(operator).forEach(input -> placement.root(input).ifPresent(roots::add));
        network.outputs(operator).forEach(output -> placement.outputRoot(output).ifPresent(roots::add));
        return roots;
    }

    private boolean checkSigns(Operator operator) {
        if (!rules.needsOneSign()) {
            return true;
        }
        List<String> signed = new ArrayList<>();
        List<String> unsigned = new ArrayList<>();
        for (String root : around(operator)) {
            (isSigned(placement.choice(root).format()) ? signed : unsigned).add(root);
        }
        network.layer(operator)
                .filter(layer ->
                        unsigned.isEmpty() && !isSigned(config.of(layer.name()).format()))
                .ifPresent(layer -> unsigned.add(layer.weight().name()));
        if (signed.isEmpty() || unsigned.isEmpty()) {
            return true;
        }
        note(
                TargetRule.MIXED_SIGNS,
                operator.name(),
                operator.type(),
                StoredTypes.quoted(signed),
                StoredTypes.quoted(unsigned));
        return false;
    }

    private static boolean isSigned(NumberFormat format) {
        return !(format instanceof NumberFormat.Uniform uniform
                && uniform.scheme().hasZeroPoint());
    }

    private boolean checkRectifier(Operator operator) {
        for (String output : network.outputs(operator)) {
            Optional<String> root = placement.outputRoot(output);
            if (rules.rectifiesByLowestCode()
                    && placement.isFolded(output)
                    && root.isPresent()
                    && isKeptBefore(root.get())) {
                String rectifier =
                        network.producer(root.get()).map(Operator::name).orElse("");
                note(TargetRule.KEPT_RELU, root.get(), rectifier);
                return false;
            }
        }
        return true;
    }

    /** Whether a Relu in front of an edge changes codes: zero is not the lowest. Limits of a Clip are not known here. */
    private boolean isKeptBefore(String edge) {
        boolean isRelu = network.producer(edge)
                .filter(producer -> producer.type().equals("Relu"))
                .isPresent();
        return isRelu
                && (quantizers.get(edge) instanceof Quantizer.Static known && known.grid() instanceof UniformGrid grid
                        ? grid.zeroPoint() != grid.qmin()
                        : isSigned(placement.choice(edge).format()));
    }

    /** Where an operator around could be computed in integers, what keeps it from that is told there. */
    private boolean isRoundedOnly(String edge) {
        return network.producer(edge).filter(this::comesFromIntegers).isEmpty()
                && network.consumers(edge).stream().noneMatch(this::leadsToIntegers);
    }

    private boolean comesFromIntegers(Operator operator) {
        return rules.computes(operator.type())
                || placement.isFoldedInto(operator)
                        && network.producer(operator.inputs().get(0))
                                .filter(this::comesFromIntegers)
                                .isPresent();
    }

    private boolean leadsToIntegers(Operator operator) {
        return rules.computes(operator.type())
                || OperatorRole.of(operator.type()) == OperatorRole.MOVER
                        && network.outputs(operator).stream()
                                .flatMap(output -> network.consumers(output).stream())
                                .anyMatch(this::leadsToIntegers);
    }

    private void note(TargetRule rule, String subject, Object... details) {
        notes.add(new RuleNote(rule, subject, List.of(details)));
    }
}
