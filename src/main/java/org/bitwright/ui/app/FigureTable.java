package org.bitwright.ui.app;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.bitwright.ui.common.Texts;

/** A table of a result that is only looked at. */
final class FigureTable<R> extends TableView<R> {
    private static final double PIXELS_A_SHARE = 120;

    FigureTable(String id) {
        setId(id);
        getStyleClass().addAll("dense", "striped");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    }

    /** A column of texts. */
    FigureTable<R> text(String titleKey, Function<R, String> value, double share) {
        return add(titleKey, value, Function.identity(), share, false);
    }

    /** A column of numbers. */
    <T extends Comparable<T>> FigureTable<R> number(
            String titleKey, Function<R, T> value, Function<T, String> shown, double share) {
        return add(titleKey, value, shown, share, true);
    }

    private <T extends Comparable<T>> FigureTable<R> add(
            String titleKey, Function<R, T> value, Function<T, String> shown, double share, boolean number) {
        TableColumn<R, T> column = new TableColumn<>(Texts.get(titleKey));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored -> new Cell<>(shown, number));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        getColumns().add(column);
        return this;
    }

    private static final class Cell<R, T> extends TableCell<R, T> {
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
            String text = empty || item == null ? "" : shown.apply(item);
            setText(text);
            setTooltip(text.isEmpty() ? null : new Tooltip(text));
        }
    }
}
