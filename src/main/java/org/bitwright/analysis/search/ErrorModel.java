package org.bitwright.analysis.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.model.Layer;
import org.bitwright.quant.FormatFamily;

/**
 * What each layer loses alone at each choice, the rest in float. Losses of several layers are added: the error that a
 * rounded layer puts into the answers is nearly independent of the others', so that their squares add up, and so does
 * the divergence, which for small errors is a quadratic form of them (its second-order expansion, with the Fisher
 * information of the answers). Large losses saturate instead, all alike: their sum is too large, but its order stays.
 *
 * <p>A layer loses no more with more bits of the same series: what was measured is made to fall by isotonic regression,
 * since at 7 or 8 bits the luck of rounding exceeds what a bit is worth, and that luck does not carry over to a network
 * whose other layers are rounded too.
 */
final class ErrorModel {
    private final Map<String, Map<SensitivityColumn, Double>> damages = new HashMap<>();

    private ErrorModel() {}

    /** Nothing was measured. */
    static ErrorModel none() {
        return new ErrorModel();
    }

    static ErrorModel of(SensitivityResult result, LossMeasure measure) {
        Map<String, Map<SweepSeries, List<SensitivityCell>>> measured = new LinkedHashMap<>();
        for (SensitivityCell cell : result.cells()) {
            cell.column().ifPresent(column -> measured.computeIfAbsent(cell.layer(), name -> new LinkedHashMap<>())
                    .computeIfAbsent(column.series(), series -> new ArrayList<>())
                    .add(cell));
        }
        ErrorModel model = new ErrorModel();
        measured.forEach((layer, lines) -> lines.values().forEach(cells -> model.add(layer, cells, measure)));
        return model;
    }

    /** @param cells of one series */
    private void add(String layer, List<SensitivityCell> cells, LossMeasure measure) {
        List<SensitivityCell> rising = cells.stream()
                .sorted(Comparator.comparingInt(
                        cell -> cell.column().orElseThrow().bits()))
                .toList();
        double[] losses = Isotonic.falling(
                rising.stream().mapToDouble(cell -> measure.of(cell.fidelity())).toArray());
        for (int i = 0; i < losses.length; i++) {
            damages.computeIfAbsent(layer, name -> new HashMap<>())
                    .put(rising.get(i).column().orElseThrow(), losses[i]);
        }
    }

    /**
     * What a layer loses alone: nothing in float.
     *
     * @throws IllegalStateException if it was not measured
     */
    double damage(Layer layer, SensitivityColumn column) {
        if (column.series().family() == FormatFamily.FLOAT) {
            return 0;
        }
        Double damage = damages.getOrDefault(layer.name(), Map.of()).get(column);
        if (damage == null) {
            throw new IllegalStateException("'" + layer.name() + "' was not measured at " + column);
        }
        return damage;
    }
}
