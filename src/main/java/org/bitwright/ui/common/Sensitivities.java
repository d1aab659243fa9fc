package org.bitwright.ui.common;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TensorConfig;

/** What the layers lose one by one, as far as it is measured: for heat map, layer table and graph. */
public final class Sensitivities {
    private final Map<Key, SensitivityCell> cells = new LinkedHashMap<>();
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
    private final BooleanProperty running = new SimpleBooleanProperty();
    private Optional<SensitivityPlan> plan = Optional.empty();
    private Optional<Outcomes> floating = Optional.empty();
    private Optional<Fidelity> present = Optional.empty();

    private record Key(String layer, Optional<SensitivityColumn> column) {}

    /** Counts up whenever something changes. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Whether cells are still coming. */
    public BooleanProperty runningProperty() {
        return running;
    }

    /** What is measured; empty where nothing is. */
    public Optional<SensitivityPlan> plan() {
        return plan;
    }

    /** The cells of a plan will follow. */
    public void begin(SensitivityPlan next) {
        cells.clear();
        plan = Optional.of(next);
        floating = Optional.empty();
        present = Optional.empty();
        changed();
    }

    /** Answers of the float network to the samples of the plan, with which the cells are compared. */
    public void compareWith(Optional<Outcomes> answers) {
        floating = answers;
        changed();
    }

    /** A cell, or more of one that was there. */
    public void put(SensitivityCell cell) {
        cells.put(new Key(cell.layer(), cell.column()), cell);
        changed();
    }

    /** All of a measurement that has ended. */
    public void show(SensitivityResult result) {
        cells.clear();
        plan = Optional.of(result.plan());
        floating = result.floating().outcomes();
        present = result.present();
        result.cells().forEach(cell -> cells.put(new Key(cell.layer(), cell.column()), cell));
        changed();
    }

    public void clear() {
        cells.clear();
        plan = Optional.empty();
        floating = Optional.empty();
        present = Optional.empty();
        changed();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    public Collection<SensitivityCell> cells() {
        return Collections.unmodifiableCollection(cells.values());
    }

    /** A layer tried at a column; empty for the layer alone in float. */
    public Optional<SensitivityCell> cell(String layer, Optional<SensitivityColumn> column) {
        return Optional.ofNullable(cells.get(new Key(layer, column)));
    }

    /** Whether accuracy has a meaning for the data. */
    public boolean isLabelled() {
        return floating.isPresent()
                || cells.values().stream()
                        .anyMatch(cell -> cell.fidelity().outcomes().isPresent());
    }

    public OptionalDouble value(SensitivityCell cell, SensitivityMeasure measure) {
        return measure.of(cell, this);
    }

    /** Accuracy of the float network less that of the cell, on the samples of the cell: a share. */
    OptionalDouble lost(SensitivityCell cell) {
        return onSameSamples(cell)
                .map(same -> OptionalDouble.of(same.accuracy().top1() - answers(cell).accuracy().top1()))
                .orElse(OptionalDouble.empty());
    }

    /** The float network, and second the cell. */
    public Optional<PairedTest> againstFloat(SensitivityCell cell) {
        return onSameSamples(cell).map(same -> PairedTest.of(same, answers(cell)));
    }

    /** Of a layer alone in float: the whole configuration, and second the cell. */
    public Optional<PairedTest> againstPresent(SensitivityCell spared) {
        int samples = spared.fidelity().samples();
        return present.flatMap(Fidelity::outcomes)
                .filter(whole -> samples > 0 && whole.samples() >= samples)
                .filter(whole -> spared.fidelity().outcomes().isPresent())
                .map(whole -> PairedTest.of(whole.first(samples), answers(spared)));
    }

    private Optional<Outcomes> onSameSamples(SensitivityCell cell) {
        int samples = cell.fidelity().samples();
        return floating.filter(all -> samples > 0 && all.samples() >= samples)
                .filter(all -> cell.fidelity().outcomes().isPresent())
                .map(all -> all.first(samples));
    }

    private static Outcomes answers(SensitivityCell cell) {
        return cell.fidelity().outcomes().orElseThrow();
    }

    /** What was measured of a layer at its present configuration, or else at its width in the first series that has it. */
    public Optional<SensitivityCell> ofPresent(LayerRow row) {
        return measured(row, column -> isPresent(row, column))
                .or(() -> measured(row, column -> hasWidth(row.config(), column)));
    }

    /** Whether a column is the present choice for a layer. */
    public boolean isPresent(LayerRow row, SensitivityColumn column) {
        return plan.filter(shown -> column.config(row.layer(), shown.present()).equals(row.config()))
                .isPresent();
    }

    private Optional<SensitivityCell> measured(LayerRow row, Predicate<SensitivityColumn> wanted) {
        return plan.map(SensitivityPlan::columns).orElse(List.of()).stream()
                .filter(wanted)
                .flatMap(column -> cell(row.name(), Optional.of(column)).stream())
                .findFirst();
    }

    private static boolean hasWidth(TensorConfig config, SensitivityColumn column) {
        NumberFormat tried = column.series().at(column.bits()).format();
        return tried.getClass().equals(config.format().getClass())
                && tried.bits() == config.format().bits();
    }
}
