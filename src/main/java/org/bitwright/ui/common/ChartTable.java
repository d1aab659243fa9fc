package org.bitwright.ui.common;

import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;

/** The numbers of a chart as a table: sortable, a row a point, chosen by Enter or double click. */
public abstract class ChartTable<P> extends TableView<P> {
    private static final double PIXELS_A_SHARE = 110;
    private static final double LEAST_WIDTH = 40;

    /**
     * @param empty key of what is said where there are no points
     * @param choose gets the point that is chosen
     */
    protected ChartTable(String id, ObservableList<P> points, String empty, Consumer<P> choose) {
        setId(id);
        getStyleClass().addAll("dense", "striped");
        SortedList<P> sorted = new SortedList<>(points);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        Label none = new Label();
        none.textProperty().bind(Texts.bind(empty));
        none.setWrapText(true);
        setPlaceholder(none);
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && choose(choose)) {
                event.consume();
            }
        });
        setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                choose(choose);
            }
        });
        Texts.follow(this, this::refresh);
    }

    private boolean choose(Consumer<P> choose) {
        P point = getSelectionModel().getSelectedItem();
        if (point != null) {
            choose.accept(point);
        }
        return point != null;
    }

    /** A column of texts, sorted by them. */
    protected final void text(String title, Function<P, String> shown, double share) {
        add(title, shown, shown, share, false);
    }

    /**
     * A column of numbers.
     *
     * @param value what it is sorted by
     * @param shown its text
     */
    protected final <T extends Comparable<T>> void number(
            String title, Function<P, T> value, Function<P, String> shown, double share) {
        add(title, value, shown, share, true);
    }

    private <T extends Comparable<T>> void add(
            String title, Function<P, T> value, Function<P, String> shown, double share, boolean number) {
        TableColumn<P, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored -> cell(shown, number));
        column.setComparator(Comparator.naturalOrder());
        column.setPrefWidth(share * PIXELS_A_SHARE);
        column.setMinWidth(LEAST_WIDTH);
        getColumns().add(column);
    }

    private static <P, T> TableCell<P, T> cell(Function<P, String> shown, boolean number) {
        TableCell<P, T> cell = new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                P point = getTableRow() == null ? null : getTableRow().getItem();
                setText(empty || point == null ? "" : shown.apply(point));
            }
        };
        if (number) {
            cell.getStyleClass().add("number");
        }
        return cell;
    }
}
