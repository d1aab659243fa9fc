package org.bitwright.ui.variants;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.bitwright.project.VariantComparison;
import org.bitwright.project.VariantComparison.LayerRow;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RoundingTexts;
import org.bitwright.ui.common.SqnrCell;
import org.bitwright.ui.common.Texts;

/** The columns of the table of layers of two variants. */
final class ComparisonColumns {
    private static final double PIXELS_A_SHARE = 100;

    private ComparisonColumns() {}

    static List<TableColumn<LayerRow, ?>> all(VariantComparison comparison) {
        return List.of(
                text("layers.name", LayerRow::layer, 1.5, false),
                pair(comparison.first().name(), LayerRow::first, LayerRow::firstSqnrDb, LayerRow::firstBytes),
                pair(comparison.second().name(), LayerRow::second, LayerRow::secondSqnrDb, LayerRow::secondBytes));
    }

    private static TableColumn<LayerRow, ?> pair(
            String name,
            Function<LayerRow, TensorConfig> config,
            Function<LayerRow, Double> sqnr,
            Function<LayerRow, Long> bytes) {
        TableColumn<LayerRow, ?> pair = new TableColumn<>(name);
        pair.getColumns()
                .add(text("layers.bits", row -> config.apply(row).format().bits(), 0.5, true));
        pair.getColumns().add(text("comparison.choice", row -> choice(config.apply(row)), 2.4, false));
        pair.getColumns().add(sqnr(sqnr));
        pair.getColumns().add(column("layers.size", bytes, Numbers::bytes, 0.7, true));
        return pair;
    }

    /** All that makes two configurations differ, but the width. */
    static String choice(TensorConfig config) {
        List<String> words = new ArrayList<>(List.of(FormatTexts.brief(config)));
        if (config.format() instanceof NumberFormat.Ranged) {
            words.add(
                    config.isHandMade() ? Texts.get("inspector.handMade") : CalibratorTexts.name(config.calibrator()));
        }
        if (!config.rounding().equals(Rounding.of(Rounding.Direction.HALF_EVEN))) {
            words.add(RoundingTexts.name(config.rounding()));
        }
        if (config.overlay().isPresent()) {
            words.add(ChangedTexts.of(config).replace("\n", ", "));
        }
        return String.join(" · ", words);
    }

    private static TableColumn<LayerRow, Double> sqnr(Function<LayerRow, Double> value) {
        TableColumn<LayerRow, Double> column = titled("layers.sqnr", value, 0.7);
        column.setCellFactory(ignored -> new SqnrCell<>(row -> false));
        return column;
    }

    private static <T> TableColumn<LayerRow, T> text(
            String key, Function<LayerRow, T> value, double share, boolean number) {
        return column(key, value, String::valueOf, share, number);
    }

    private static <T> TableColumn<LayerRow, T> column(
            String key, Function<LayerRow, T> value, Function<T, String> shown, double share, boolean number) {
        TableColumn<LayerRow, T> column = titled(key, value, share);
        column.setCellFactory(ignored -> new Cell<>(shown, number));
        return column;
    }

    private static <T> TableColumn<LayerRow, T> titled(String key, Function<LayerRow, T> value, double share) {
        TableColumn<LayerRow, T> column = new TableColumn<>(Texts.get(key));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        return column;
    }

    private static final class Cell<T> extends TableCell<LayerRow, T> {
        private final Function<T, String> shown;

        Cell(Function<T, String> shown, boolean number) {
            this.shown = shown;
            if (number) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            String text = empty || item == null ? null : shown.apply(item);
            setText(text);
            setTooltip(text == null ? null : new Tooltip(text));
        }
    }
}
