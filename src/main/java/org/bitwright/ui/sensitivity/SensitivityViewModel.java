package org.bitwright.ui.sensitivity;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.PlotCursor;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Workbench;

/** Layers against widths: what was measured, the place that is looked at, and how a choice is put in. */
public final class SensitivityViewModel {
    private final StringProperty title = new SimpleStringProperty("");
    private final Workbench workbench;
    private final Sensitivities known;
    private final ObjectProperty<SensitivityMeasure> measure = new SimpleObjectProperty<>(SensitivityMeasure.DROP);
    private final PlotCursor<Place> cursor = new PlotCursor<>();
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
    private final ObservableList<SensitivityCell> cells = FXCollections.observableArrayList();
    /** Row of every layer. */
    private final Map<String, Integer> places = new HashMap<>();

    private Optional<SensitivityPlan> plan = Optional.empty();
    private List<LayerRow> rows = List.of();
    private List<SensitivityColumn> columns = List.of();

    public SensitivityViewModel(Workbench workbench) {
        this.workbench = workbench;
        known = workbench.sensitivities();
        cursor.setOnChosen(this::apply);
        known.revisionProperty().addListener(observable -> take());
        InvalidationListener shown = observable -> changed();
        measure.addListener(shown);
        workbench.configProperty().addListener(shown);
        workbench.selected().addListener(shown);
        known.runningProperty().addListener(shown);
        take();
    }

    private void take() {
        if (!plan.equals(known.plan())) {
            plan = known.plan();
            cursor.lookAway();
            rows = plan.map(this::rows).orElse(List.of());
            columns = plan.map(SensitivityPlan::columns).orElse(List.of());
            places.clear();
            rows.forEach(row -> places.put(row.name(), places.size()));
        }
        known.newest().ifPresentOrElse(this::put, this::takeAll);
        changed();
    }

    private void takeAll() {
        cells.setAll(known.cells().stream()
                .filter(cell -> places.containsKey(cell.layer()))
                .sorted(Comparator.comparingInt(this::rank))
                .toList());
    }

    /** One of thousands of cells, perhaps: only its place changes. */
    private void put(SensitivityCell cell) {
        if (!places.containsKey(cell.layer())) {
            return;
        }
        int at = Collections.binarySearch(cells, cell, Comparator.comparingInt(this::rank));
        if (at >= 0) {
            cells.set(at, cell);
        } else {
            cells.add(-at - 1, cell);
        }
    }

    private int rank(SensitivityCell cell) {
        return row(cell) * (columns.size() + 1) + column(cell);
    }

    private List<LayerRow> rows(SensitivityPlan shown) {
        Set<String> tried = Set.copyOf(shown.layers());
        return workbench.rows().stream()
                .filter(row -> tried.isEmpty() || tried.contains(row.name()))
                .toList();
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }

    private int row(SensitivityCell cell) {
        return places.getOrDefault(cell.layer(), -1);
    }

    private int column(SensitivityCell cell) {
        return cell.column().map(columns::indexOf).orElse(columns.size());
    }

    /** What the map is about; heads saved pictures. */
    public StringProperty titleProperty() {
        return title;
    }

    /** Counts up whenever the picture changes. */
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /** What the user asked to see; {@link #shown()} is what can be shown. */
    public ObjectProperty<SensitivityMeasure> measureProperty() {
        return measure;
    }

    /** Unlabelled data have no accuracy. */
    SensitivityMeasure shown() {
        return canShow(measure.get()) ? measure.get() : known.usualMeasure();
    }

    boolean canShow(SensitivityMeasure one) {
        return switch (one) {
            case DROP -> known.plan().isEmpty() || known.isLabelled();
            case KL -> known.usualMeasure() != SensitivityMeasure.SQNR;
            case SQNR -> true;
        };
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    public boolean isRunning() {
        return known.runningProperty().get();
    }

    Optional<SensitivityPlan> plan() {
        return plan;
    }

    Sensitivities known() {
        return known;
    }

    /** Layers from the top. */
    List<LayerRow> rows() {
        return rows;
    }

    /** Widths from the left, without the one of layers alone in float. */
    List<SensitivityColumn> columns() {
        return columns;
    }

    /** Whether there is a column after the widths, of layers alone in float. */
    boolean hasSpared() {
        return plan.filter(SensitivityPlan::spares).isPresent();
    }

    int columnCount() {
        return columns.size() + (hasSpared() ? 1 : 0);
    }

    /** All that is measured, by layers and columns. */
    public ObservableList<SensitivityCell> cells() {
        return cells;
    }

    Optional<SensitivityColumn> column(int number) {
        return number < columns.size() ? Optional.of(columns.get(number)) : Optional.empty();
    }

    Optional<SensitivityCell> cell(Place place) {
        return known.cell(rows.get(place.row()).name(), column(place.column()));
    }

    Optional<SensitivityNumbers> numbers(SensitivityCell cell) {
        return known.numbers(cell);
    }

    /** Whether the place is the present choice for its layer. */
    boolean isPresent(Place place) {
        LayerRow row = rows.get(place.row());
        return column(place.column())
                .map(column -> known.isPresent(row, column))
                .orElseGet(() -> row.config().equals(floating(row)));
    }

    boolean isSelected(int row) {
        return workbench.selected().contains(rows.get(row));
    }

    /** The chosen layers, on the map or not. */
    ObservableList<LayerRow> selectedRows() {
        return workbench.selected();
    }

    /** The row of the layer that was chosen last, if it is on the map. */
    Optional<Integer> leadRow() {
        List<LayerRow> selected = workbench.selected();
        return selected.isEmpty()
                ? Optional.empty()
                : Optional.of(rows.indexOf(selected.get(selected.size() - 1))).filter(row -> row >= 0);
    }

    /** The place under the keyboard's or the mouse's eye. */
    PlotCursor<Place> cursor() {
        return cursor;
    }

    /** Goes from place to place; the layer that is reached becomes the chosen one. */
    void step(int right, int down) {
        if (rows.isEmpty() || columnCount() == 0) {
            return;
        }
        Place now = cursor.point().orElse(null);
        int row = now == null ? leadRow().orElse(0) : clamp(now.row() + down, rows.size());
        int column = now == null ? 0 : clamp(now.column() + right, columnCount());
        cursor.lookAt(new Place(row, column));
        select(row);
    }

    private static int clamp(int value, int count) {
        return Math.max(0, Math.min(count - 1, value));
    }

    void select(int row) {
        LayerRow wanted = rows.get(row);
        if (workbench.editor().row().filter(wanted::equals).isEmpty()) {
            workbench.select(List.of(wanted));
        }
    }

    void select(SensitivityCell cell) {
        int row = row(cell);
        if (row >= 0) {
            select(row);
        }
    }

    /** Puts the choice of a place into its layer: one step that can be undone. */
    private void apply(Place place) {
        select(place.row());
        LayerRow row = rows.get(place.row());
        QuantConfig present = workbench.configProperty().get();
        Optional<SensitivityColumn> column = column(place.column());
        TensorConfig next = column.map(one -> one.config(row.layer(), present)).orElseGet(() -> floating(row));
        if (!next.equals(row.config())) {
            List<SensitivityColumn> known = columns;
            String layer = row.name();
            workbench
                    .editing()
                    .replace(() -> SensitivityTexts.edit(layer, column, known), present.with(row.name(), next));
        }
    }

    void choose(SensitivityCell cell) {
        int row = row(cell);
        if (row >= 0) {
            cursor.choose(new Place(row, column(cell)));
        }
    }

    private static TensorConfig floating(LayerRow row) {
        return TensorConfig.unquantized().withOverlay(row.config().baseOverlay());
    }
}
