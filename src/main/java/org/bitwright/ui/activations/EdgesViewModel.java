package org.bitwright.ui.activations;

import java.util.Comparator;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.bitwright.ui.common.ActivationEditing;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Workbench;

/** The activations in the network's order, those of the selected layers before the others. */
public final class EdgesViewModel {
    private final Activations activations;
    private final ObservableList<EdgeRow> shown = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper touching = new ReadOnlyIntegerWrapper(0);

    public EdgesViewModel(Workbench workbench) {
        activations = workbench.activations();
        InvalidationListener arrange = observable -> arrange();
        activations.rows().addListener(arrange);
        workbench.selected().addListener(arrange);
        arrange();
    }

    private void arrange() {
        List<EdgeRow> ordered = activations.rows().stream()
                .sorted(Comparator.comparing(row -> !touches(row)))
                .toList();
        touching.set((int) ordered.stream().filter(this::touches).count());
        if (!ordered.equals(shown)) {
            shown.setAll(ordered);
        }
    }

    ObservableList<EdgeRow> shown() {
        return shown;
    }

    ObservableList<EdgeRow> selected() {
        return activations.selected();
    }

    /** How many of them flow into or out of the selected layers: the first ones. */
    ReadOnlyIntegerProperty touchingProperty() {
        return touching.getReadOnlyProperty();
    }

    boolean touches(EdgeRow row) {
        return activations.touchesSelection(row);
    }

    void onSelection(Runnable action) {
        activations.selected().addListener((ListChangeListener<EdgeRow>) change -> action.run());
    }

    void select(List<EdgeRow> rows) {
        activations.select(rows);
    }

    ActivationEditing editing() {
        return activations.editing();
    }
}
