package org.bitwright.ui.front;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Texts;

/** The numbers of the chart as a table. */
final class FrontTable extends TableView<FrontPoint> {
    private final FrontChartViewModel model;

    FrontTable(FrontChartViewModel model) {
        this.model = model;
        setId("front-table");
        getStyleClass().addAll("dense", "striped");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("sweep.size", FrontPoint::bytes, Numbers::bytes, 0.9, true);
        add("front.bits", FrontPoint::averageBits, FrontTexts::bits, 0.95, true);
        add("front.score", point -> point.score().top1(), Numbers::percent, 0.9, true);
        add("sweep.interval", point -> point.score().low(), low -> "", 1.35, true)
                .setCellFactory(column -> cell(point -> FrontTexts.interval(point.score()), true));
        add("sweep.samples", point -> point.score().samples(), Numbers::count, 0.8, true);
        add("front.part", FrontTexts::part, Function.identity(), 1.05, false);
        add("front.kind", this::kind, Function.identity(), 1.25, false);
        add(
                "front.against",
                point -> point.againstFloat().map(PairedTexts::brief).orElse("–"),
                Function.identity(),
                1.3,
                false);
        SortedList<FrontPoint> sorted = new SortedList<>(model.points());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        Label none = new Label();
        none.textProperty().bind(Texts.bind("front.empty"));
        none.setWrapText(true);
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
        InvalidationListener again = value -> refresh();
        Texts.follow(this, this::refresh);
        model.presentProperty().addListener(again);
    }

    /** Whether it is the project's, on the front, of one width. */
    private String kind(FrontPoint point) {
        if (model.isPresent(point)) {
            return Texts.get("sweep.present");
        }
        if (point.isFull() && model.front().contains(point)) {
            return Texts.get("front.onFront");
        }
        return point.uniformBits().isPresent()
                ? Texts.get("widths.bits", String.valueOf(point.uniformBits().getAsInt()))
                : "";
    }

    private <T extends Comparable<T>> TableColumn<FrontPoint, T> add(
            String title, Function<FrontPoint, T> value, Function<T, String> shown, double share, boolean number) {
        TableColumn<FrontPoint, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(c -> cell(point -> shown.apply(value.apply(point)), number));
        column.setComparator(Comparator.naturalOrder());
        column.setPrefWidth(share * 100);
        column.setMinWidth(40);
        getColumns().add(column);
        return column;
    }

    private static <T> TableCell<FrontPoint, T> cell(Function<FrontPoint, String> shown, boolean number) {
        TableCell<FrontPoint, T> cell = new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                FrontPoint point = getTableRow() == null ? null : getTableRow().getItem();
                setText(empty || point == null ? "" : shown.apply(point));
            }
        };
        if (number) {
            cell.getStyleClass().add("number");
        }
        return cell;
    }
}
