package org.bitwright.ui.variants;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.bitwright.analysis.Accuracy;
import org.bitwright.project.Measurement;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The columns of the table of variants. */
final class VariantColumns {
    private static final double PIXELS_A_SHARE = 110;

    private VariantColumns() {}

    static List<TableColumn<VariantRow, ?>> all() {
        return List.of(
                name(),
                column("variants.bits", VariantRow::averageBits, row -> bits(row.averageBits()), 0.7, true),
                column("variants.size", VariantRow::bytes, row -> Numbers.bytes(row.bytes()), 0.8, true),
                column("variants.accuracy", VariantColumns::score, VariantColumns::scoreText, 0.9, true),
                column("sweep.interval", VariantColumns::low, VariantColumns::interval, 1.2, true),
                column("variants.againstFloat", VariantColumns::verdict, VariantColumns::verdict, 1.2, false));
    }

    private static <T extends Comparable<T>> TableColumn<VariantRow, T> column(
            String title,
            Function<VariantRow, T> value,
            Function<VariantRow, String> shown,
            double share,
            boolean number) {
        TableColumn<VariantRow, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored -> new Cell<>(shown, number));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        return column;
    }

    /** A text about its row; where the paired test says more than fits, in a tooltip. */
    private static final class Cell<T> extends TableCell<VariantRow, T> {
        private final Function<VariantRow, String> shown;

        Cell(Function<VariantRow, String> shown, boolean number) {
            this.shown = shown;
            if (number) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(T item, boolean empty) {
            super.updateItem(item, empty);
            VariantRow row = getTableRow() == null ? null : getTableRow().getItem();
            if (empty || row == null) {
                setText(null);
                setTooltip(null);
                return;
            }
            setText(shown.apply(row));
            setTooltip(row.againstFloat()
                    .map(test -> new Tooltip(PairedTexts.againstFloat(test)))
                    .orElse(null));
        }
    }

    /** The one in hand is marked. */
    private static TableColumn<VariantRow, VariantRow> name() {
        TableColumn<VariantRow, VariantRow> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind("variants.nameHeading"));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setComparator((a, b) -> a.name().compareToIgnoreCase(b.name()));
        column.setPrefWidth(2 * PIXELS_A_SHARE);
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(VariantRow row, boolean empty) {
                super.updateItem(row, empty);
                boolean marked = !empty && row != null && row.isPresent();
                setText(empty || row == null ? null : row.name());
                setGraphic(marked ? Icons.of(Feather.CHECK, "info") : null);
                setTooltip(empty || row == null ? null : new Tooltip(row.name()));
                setAccessibleText(empty || row == null ? null : accessible(row));
            }
        });
        return column;
    }

    private static String accessible(VariantRow row) {
        return row.isPresent() ? row.name() + ", " + Texts.get("variants.isPresent") : row.name();
    }

    /** Without labels the share of answers that are those of the float network. */
    private static double score(VariantRow row) {
        return row.accuracy()
                .map(Accuracy::top1)
                .or(() -> row.measurement().map(Measurement::agreement))
                .orElse(Double.NaN);
    }

    private static String scoreText(VariantRow row) {
        if (row.measurement().isEmpty()) {
            return Texts.get("variants.unmeasured");
        }
        String score = Numbers.percent(score(row));
        return row.accuracy().isPresent() ? score : Texts.get("variants.agreement", score);
    }

    private static double low(VariantRow row) {
        return row.accuracy().map(Accuracy::low).orElse(Double.NaN);
    }

    private static String interval(VariantRow row) {
        return row.accuracy().map(SensitivityTexts::interval).orElse("–");
    }

    private static String verdict(VariantRow row) {
        return row.againstFloat().map(PairedTexts::brief).orElse("–");
    }

    private static String bits(double bits) {
        return Numbers.shortText(Math.round(100 * bits) / 100.0);
    }
}
