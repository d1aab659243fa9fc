package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * What a search chooses from: for every free layer its choices with their costs and damages, and what the other layers
 * cost. Places of choices are those in the layers' fronts.
 */
final class ChoiceSet {
    private final QuantConfig present;
    private final List<FreeLayer> layers;
    private final long fixed;
    private final long limit;

    private ChoiceSet(QuantConfig present, List<FreeLayer> layers, long fixed, long limit) {
        this.present = present;
        this.layers = layers;
        this.fixed = fixed;
        this.limit = limit;
    }

    /** Says what a layer loses alone. */
    @FunctionalInterface
    interface Damage {
        double of(Layer layer, SensitivityColumn column);
    }

    /** @param free the layers that are really chosen for */
    static ChoiceSet of(SearchPlan plan, Model model, List<Layer> free, NetworkCost costs, Damage damage) {
        BudgetUnit unit = BudgetUnit.of(plan.budget());
        List<FreeLayer> layers = new ArrayList<>();
        long fixed = unit.of(costs.of(plan.present()));
        for (Layer layer : free) {
            fixed -= unit.of(costs.of(layer, plan.present().of(layer.name()), plan.present()));
            Map<TensorConfig, LayerChoice> choices = new LinkedHashMap<>();
            for (SensitivityColumn column : columns(plan)) {
                TensorConfig config = column.config(layer, plan.present());
                long cost = unit.of(costs.of(layer, config, plan.present()));
                choices.putIfAbsent(config, new LayerChoice(config, cost, damage.of(layer, column)));
            }
            layers.add(FreeLayer.of(layer.name(), List.copyOf(choices.values())));
        }
        return new ChoiceSet(plan.present(), layers, fixed, BudgetUnit.limit(plan.budget(), model) - fixed);
    }

    /** What a layer is tried at: every series at the widths that it has. */
    static List<SensitivityColumn> columns(SearchPlan plan) {
        List<SensitivityColumn> columns = new ArrayList<>();
        for (SweepSeries series : plan.series()) {
            series.widths(plan.bits()).stream()
                    .distinct()
                    .sorted()
                    .forEach(width -> columns.add(new SensitivityColumn(series, width)));
        }
        return columns;
    }

    /** The same choices with other damages. */
    ChoiceSet with(List<FreeLayer> changed) {
        return new ChoiceSet(present, changed, fixed, limit);
    }

    List<FreeLayer> layers() {
        return layers;
    }

    /** What the layers cost that are not chosen for. */
    long fixed() {
        return fixed;
    }

    /** What the free layers may cost together. */
    long limit() {
        return limit;
    }

    /** What all layers cost at these places. */
    long cost(int[] picks) {
        long cost = fixed;
        for (int i = 0; i < picks.length; i++) {
            cost += layers.get(i).front().get(picks[i]).cost();
        }
        return cost;
    }

    /** What the free layers lose at these places, added up. */
    double damage(int[] picks) {
        double damage = 0;
        for (int i = 0; i < picks.length; i++) {
            damage += layers.get(i).front().get(picks[i]).damage();
        }
        return damage;
    }

    /** What all layers cost at their cheapest. */
    long cheapest() {
        return cost(new int[layers.size()]);
    }

    /** What all layers cost at what loses least. */
    long dearest() {
        return cost(layers.stream().mapToInt(layer -> layer.front().size() - 1).toArray());
    }

    QuantConfig config(int[] picks) {
        QuantConfig config = present;
        for (int i = 0; i < picks.length; i++) {
            FreeLayer layer = layers.get(i);
            config = config.with(layer.name(), layer.front().get(picks[i]).config());
        }
        return config;
    }

    /** Places that cost no more than a configuration layer by layer, and lose no more by the model. */
    int[] places(QuantConfig config) {
        return layers.stream()
                .mapToInt(layer -> layer.choice(config.of(layer.name()))
                        .map(choice -> layer.within(choice.cost()))
                        .orElse(0))
                .toArray();
    }

    /** What the free layers have under a configuration; empty where one has something that was not tried. */
    Optional<List<LayerChoice>> choices(QuantConfig config) {
        List<LayerChoice> found = new ArrayList<>();
        layers.forEach(layer -> layer.choice(config.of(layer.name())).ifPresent(found::add));
        return found.size() == layers.size() ? Optional.of(found) : Optional.empty();
    }

    /** What the free layers lose under a configuration, added up; empty likewise. */
    Optional<Double> damage(QuantConfig config) {
        return choices(config)
                .map(found -> found.stream().mapToDouble(LayerChoice::damage).sum());
    }
}
