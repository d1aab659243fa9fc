package org.bitwright.ui.layers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Editing;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.Workbench;

/** The layers that the filter lets through, and the choice among them. */
public final class LayersViewModel {
    private final Workbench workbench;
    private final StringProperty filter = new SimpleStringProperty("");
    private final FilteredList<LayerRow> shown;
    private final BooleanBinding quantizesActivations;

    public LayersViewModel(Workbench workbench) {
        this.workbench = workbench;
        quantizesActivations = Bindings.createBooleanBinding(
                () -> workbench.configProperty().get().quantizesActivations(), workbench.configProperty());
        shown = new FilteredList<>(workbench.rows());
        filter.addListener((property, before, after) -> shown.setPredicate(row -> matches(row, after)));
    }

    /** Part of a name, an operator type or a shape; words are all wanted. */
    public StringProperty filterProperty() {
        return filter;
    }

    ObservableList<LayerRow> shown() {
        return shown;
    }

    ObservableList<LayerRow> selected() {
        return workbench.selected();
    }

    /** The activation that flows into a layer. */
    Optional<EdgeRow> inputOf(LayerRow row) {
        return workbench.activations().inputOf(row.layer());
    }

    /** Whether there is something to say about activations. */
    BooleanBinding quantizesActivations() {
        return quantizesActivations;
    }

    Sensitivities sensitivities() {
        return workbench.sensitivities();
    }

    Editing editing() {
        return workbench.editing();
    }

    void select(List<LayerRow> rows) {
        workbench.select(rows);
    }

    static boolean matches(LayerRow row, String filter) {
        String text = (row.name() + " " + row.layer().op() + " "
                        + row.layer().weight().shape())
                .toLowerCase(Locale.ROOT);
        for (String word : filter.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!text.contains(word)) {
                return false;
            }
        }
        return true;
    }
}
