package org.bitwright.ui.layers;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.paint.Color;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** What a layer alone loses at its present width, as measured last; hidden until something is measured. */
final class LostColumn {
    private LostColumn() {}

    static TableColumn<LayerRow, Lost> of(LayersViewModel model, Palette palette) {
        Sensitivities known = model.sensitivities();
        TableColumn<LayerRow, Lost> column = LayerColumns.column("layers.sensitivity", "sensitivity", 4.8);
        column.setCellValueFactory(cell -> Bindings.createObjectBinding(
                () -> lost(known, cell.getValue()),
                known.revisionProperty(),
                cell.getValue().configProperty()));
        column.setCellFactory(ignored -> new Cell(palette));
        column.setVisible(known.plan().isPresent());
        known.revisionProperty()
                .addListener(observable -> column.setVisible(known.plan().isPresent()));
        return column;
    }

    /**
     * A number of the table.
     *
     * @param value in the unit of the measure; the least there is where nothing is known
     * @param heat place on the scale of colours
     */
    record Lost(double value, double heat, String text, String tip) implements Comparable<Lost> {
        private static final Lost UNKNOWN = new Lost(Double.NEGATIVE_INFINITY, Double.NaN, "", "");

        @Override
        public int compareTo(Lost other) {
            return Double.compare(value, other.value);
        }
    }

    static Lost lost(Sensitivities known, LayerRow row) {
        return known.ofPresent(row)
                .flatMap(known::numbers)
                .map(numbers -> lost(known, numbers))
                .orElse(Lost.UNKNOWN);
    }

    private static Lost lost(Sensitivities known, SensitivityNumbers numbers) {
        SensitivityMeasure measure = known.usualMeasure();
        String tip = SensitivityTexts.tip(
                numbers.cell(), known.plan().map(SensitivityPlan::columns).orElse(List.of()), known);
        return new Lost(
                measure.value(numbers),
                measure.heat(numbers),
                measure.text(numbers),
                tip + "\n" + Texts.get("layers.sensitivity.hint"));
    }

    /** The number on its colour. */
    private static final class Cell extends TableCell<LayerRow, Lost> {
        private static final PseudoClass HEATED = PseudoClass.getPseudoClass("heated");

        private final Palette palette;

        private Cell(Palette palette) {
            this.palette = palette;
            getStyleClass().add("heat-cell");
            palette.revisionProperty().addListener(observable -> paint());
        }

        @Override
        protected void updateItem(Lost lost, boolean empty) {
            super.updateItem(lost, empty);
            boolean nothing = empty || lost == null;
            setText(nothing ? null : lost.text());
            setTooltip(nothing || lost.tip().isEmpty() ? null : tooltip(lost.tip()));
            paint();
        }

        private void paint() {
            Lost lost = getItem();
            boolean heated = !isEmpty() && lost != null && !Double.isNaN(lost.heat());
            if (heated) {
                Color colour = Heat.ofLoss(lost.heat(), palette.isDark());
                setStyle("-bw-heat: " + Heat.css(colour) + "; -bw-heat-text: " + Heat.css(Heat.textOn(colour)) + ";");
            } else {
                setStyle("");
            }
            pseudoClassStateChanged(HEATED, heated);
        }

        private static Tooltip tooltip(String text) {
            Tooltip tooltip = new Tooltip(text);
            tooltip.getStyleClass().add("long");
            return tooltip;
        }
    }
}
