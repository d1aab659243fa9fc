package org.bitwright.ui.search;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bitwright.analysis.search.ConfigCost;
import org.bitwright.analysis.search.NetworkCost;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.QuantConfig;

/**
 * What a network can cost at least and at most under what may be chosen.
 *
 * @param middle with every free layer at the choice in the middle of its costs: something to begin with
 */
public record BudgetBounds(double least, double middle, double most) {

    /**
     * @param free names of the layers that are chosen for
     * @param columns what they may have
     * @param unit what of a cost the budget counts
     */
    public static BudgetBounds of(
            Model model,
            NetworkCost costs,
            List<SensitivityColumn> columns,
            List<String> free,
            QuantConfig present,
            ToDoubleFunction<ConfigCost> unit) {
        double least = 0;
        double middle = 0;
        double most = 0;
        for (Layer layer : model.layers()) {
            List<Double> choices = free.contains(layer.name())
                    ? columns.stream()
                            .map(column -> unit.applyAsDouble(costs.of(layer, column.config(layer, present), present)))
                            .sorted()
                            .toList()
                    : List.of(unit.applyAsDouble(costs.of(layer, present.of(layer.name()), present)));
            least += choices.isEmpty() ? 0 : choices.get(0);
            middle += choices.isEmpty() ? 0 : choices.get((choices.size() - 1) / 2);
            most += choices.isEmpty() ? 0 : choices.get(choices.size() - 1);
        }
        return new BudgetBounds(least, middle, most);
    }
}
