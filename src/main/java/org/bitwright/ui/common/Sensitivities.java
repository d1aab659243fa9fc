package org.bitwright.ui.common;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.project.Project;
import org.bitwright.quant.FormatFamily;

/** What the layers lose one by one, as far as it is measured: for heat map, layer table and graph. */
public final class Sensitivities {
    private final Map<Key, SensitivityCell> cells = new LinkedHashMap<>();
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    /** Without its cells. */
    private Optional<SensitivityResult> known = Optional.empty();

    /** The cell that alone has changed, if it is one. */
    private Optional<SensitivityCell> newest = Optional.empty();

    /** What the project knew when it was asked last. */
    private Optional<SensitivityResult> taken = Optional.empty();

    private record Key(String layer, Optional<SensitivityColumn> column) {}

    /** Counts up whenever something changes. */
    public ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** Whether cells are still coming. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** What is measured; empty where nothing is. */
    public Optional<SensitivityPlan> plan() {
        return known.map(SensitivityResult::plan);
    }

    /** What cells are compared with, on at least as many samples. */
    public void compareWith(Fidelity floating, Optional<Fidelity> present) {
        known = known.map(result -> new SensitivityResult(
                result.plan(), floating, present, List.of(), result.samples(), result.seconds(), result.evaluations()));
        changed();
    }

    /** A cell, or more of one that was there. */
    public void put(SensitivityCell cell) {
        cells.put(new Key(cell.layer(), cell.column()), cell);
        newest = Optional.of(cell);
        changed();
        newest = Optional.empty();
    }

    /** Takes over what the project knows, unless cells are still coming: its results go with the data they are from. */
    void refresh(Project open) {
        Optional<SensitivityResult> last = open.exploration().lastSensitivity();
        boolean same = last.isPresent() == taken.isPresent()
                && last.filter(result -> result != taken.orElse(null)).isEmpty();
        if (running.get() || same) {
            return;
        }
        taken = last;
        last.ifPresentOrElse(this::show, this::clear);
    }

    /** Cells of a measurement will come, until {@link #end}. */
    public void begin(SensitivityResult before) {
        running.set(true);
        taken = Optional.empty();
        show(before);
    }

    public void end() {
        running.set(false);
    }

    /** All that is known of a measurement, ended or just begun. */
    public void show(SensitivityResult result) {
        cells.clear();
        result.cells().forEach(cell -> cells.put(new Key(cell.layer(), cell.column()), cell));
        known = Optional.of(with(result, List.of()));
        changed();
    }

    void close() {
        running.set(false);
        taken = Optional.empty();
        clear();
    }

    public void clear() {
        cells.clear();
        known = Optional.empty();
        changed();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    /** While {@link #revisionProperty} tells of a change: the cell that alone has changed, if it is one. */
    public Optional<SensitivityCell> newest() {
        return newest;
    }

    public Collection<SensitivityCell> cells() {
        return Collections.unmodifiableCollection(cells.values());
    }

    /** What is known now, with its cells in the given order. */
    public Optional<SensitivityResult> result(List<SensitivityCell> ordered) {
        return known.map(result -> with(result, ordered));
    }

    private static SensitivityResult with(SensitivityResult result, List<SensitivityCell> cells) {
        return new SensitivityResult(
                result.plan(),
                result.floating(),
                result.present(),
                cells,
                result.samples(),
                result.seconds(),
                result.evaluations());
    }

    /** A layer tried at a column; empty for the layer alone in float. */
    public Optional<SensitivityCell> cell(String layer, Optional<SensitivityColumn> column) {
        return Optional.ofNullable(cells.get(new Key(layer, column)));
    }

    /** What a cell says; empty where nothing is known that it could be compared with. */
    public Optional<SensitivityNumbers> numbers(SensitivityCell cell) {
        return known.flatMap(result -> SensitivityNumbers.of(result, cell));
    }

    /** Whether accuracy has a meaning for the data. */
    public boolean isLabelled() {
        return known.map(SensitivityResult::floating)
                .flatMap(Fidelity::outcomes)
                .isPresent();
    }

    /** By what to colour if nobody chose. */
    public SensitivityMeasure usualMeasure() {
        return known.map(SensitivityResult::floating)
                .map(SensitivityMeasure::usual)
                .orElse(SensitivityMeasure.DROP);
    }

    /** What was measured of a layer at its present configuration, or else at its width in the first series that has it. */
    public Optional<SensitivityCell> ofPresent(LayerRow row) {
        return measured(row, column -> isPresent(row, column)).or(() -> measured(row, column -> hasWidth(row, column)));
    }

    /** Whether a column is the present choice for a layer. */
    public boolean isPresent(LayerRow row, SensitivityColumn column) {
        return plan().filter(
                        shown -> column.config(row.layer(), shown.present()).equals(row.config()))
                .isPresent();
    }

    private Optional<SensitivityCell> measured(LayerRow row, Predicate<SensitivityColumn> wanted) {
        return plan().map(SensitivityPlan::columns).orElse(List.of()).stream()
                .filter(wanted)
                .flatMap(column -> cell(row.name(), Optional.of(column)).stream())
                .findFirst();
    }

    private static boolean hasWidth(LayerRow row, SensitivityColumn column) {
        return column.series().family() == FormatFamily.of(row.config().format())
                && column.bits() == row.config().format().bits();
    }
}
