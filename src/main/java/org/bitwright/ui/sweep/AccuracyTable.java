package org.bitwright.ui.sweep;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The numbers of the chart as a table. */
final class AccuracyTable extends TableView<SweepPoint> {

    AccuracyTable(AccuracyChartViewModel model) {
        setId("accuracy-table");
        getStyleClass().addAll("dense", "striped");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("sweep.series", p -> SweepTexts.name(p.series(), model.series()), text(), 2, false);
        add("sweep.bits", SweepPoint::bits, String::valueOf, 0.6, true);
        add("sweep.accuracy", p -> p.accuracy().top1(), Numbers::percent, 1.5, true);
        add("sweep.interval", p -> p.accuracy().low(), low -> "", 1.4, true)
                .setCellFactory(column -> cell(point -> SweepTexts.interval(point.accuracy()), true));
        add("sweep.samples", p -> p.accuracy().samples(), Numbers::count, 0.8, true);
        add("sweep.size", SweepPoint::bytes, Numbers::bytes, 0.9, true);
        add("sweep.time", SweepPoint::seconds, Numbers::seconds, 0.8, true);
        SortedList<SweepPoint> sorted = new SortedList<>(model.points());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        Label none = new Label();
        none.textProperty().bind(Texts.bind("sweep.empty"));
        setPlaceholder(none);
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && getSelectionModel().getSelectedItem() != null) {
                model.choose(getSelectionModel().getSelectedItem());
                event.consume();
            }
        });
        setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && getSelectionModel().getSelectedItem() != null) {
                model.choose(getSelectionModel().getSelectedItem());
            }
        });
        Texts.follow(this, this::refresh);
    }

    private static Function<String, String> text() {
        return Function.identity();
    }

    private <T extends Comparable<T>> TableColumn<SweepPoint, T> add(
            String title, Function<SweepPoint, T> value, Function<T, String> shown, double share, boolean number) {
        TableColumn<SweepPoint, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(c -> cell(point -> shown.apply(value.apply(point)), number));
        column.setComparator(Comparator.naturalOrder());
        column.setPrefWidth(share * 110);
        column.setMinWidth(40);
        getColumns().add(column);
        return column;
    }

    private static <T> TableCell<SweepPoint, T> cell(Function<SweepPoint, String> shown, boolean number) {
        TableCell<SweepPoint, T> cell = new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                SweepPoint point = getTableRow() == null ? null : getTableRow().getItem();
                setText(empty || point == null ? "" : shown.apply(point));
            }
        };
        if (number) {
            cell.getStyleClass().add("number");
        }
        return cell;
    }
}
