package org.bitwright.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Operator;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;

/** The static grids before and behind the layers of a network, where the plan puts some there. */
final class LayerEdges {
    /** What runtimes fold into the operator before it. */
    private static final Set<String> FOLDED = Set.of("Relu", "Clip");

    private final ActivationPlan plan;
    private final Map<String, Operator> operators;
    private final Map<String, List<Operator>> consumers;

    LayerEdges(Model model, ActivationPlan plan) {
        this.plan = plan;
        operators = model.operators().stream()
                .filter(operator -> !operator.nested())
                .collect(Collectors.toMap(Operator::name, Function.identity(), (first, second) -> first));
        consumers = operators.values().stream()
                .flatMap(operator -> operator.inputs().stream().distinct().map(input -> Map.entry(input, operator)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** The grid of what a layer multiplies its weights with; empty where there is none, or several. */
    Optional<UniformGrid> input(Layer layer) {
        return only(layer).flatMap(operator -> operator.inputs().stream()
                .flatMap(name -> grid(name).stream())
                .findFirst());
    }

    /** The grid of its output, behind the rectification that is folded into it. */
    Optional<UniformGrid> output(Layer layer) {
        return only(layer)
                .filter(operator -> !operator.outputs().isEmpty())
                .flatMap(operator -> behind(operator.outputs().get(0), 2));
    }

    private Optional<UniformGrid> behind(String edge, int most) {
        Optional<UniformGrid> here = grid(edge);
        if (here.isPresent() || most == 0) {
            return here;
        }
        List<Operator> next = consumers.getOrDefault(edge, List.of());
        return next.size() == 1 && FOLDED.contains(next.get(0).type())
                ? behind(next.get(0).outputs().get(0), most - 1)
                : Optional.empty();
    }

    private Optional<Operator> only(Layer layer) {
        return layer.operators().size() == 1
                ? Optional.ofNullable(operators.get(layer.operators().get(0)))
                : Optional.empty();
    }

    private Optional<UniformGrid> grid(String edge) {
        Quantizer quantizer =
                plan.quantizers().getOrDefault(edge, plan.carried().get(edge));
        return quantizer instanceof Quantizer.Static fixed && fixed.grid() instanceof UniformGrid uniform
                ? Optional.of(uniform)
                : Optional.empty();
    }
}
