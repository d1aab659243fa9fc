package org.bitwright.ui.sensitivity;

import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** The numbers of the map as a table. */
final class SensitivityTable extends TableView<SensitivityCell> {
    private final SensitivityViewModel model;

    SensitivityTable(SensitivityViewModel model) {
        this.model = model;
        setId("sensitivity-table");
        getStyleClass().addAll("dense", "striped");
        add("layers.name", SensitivityCell::layer, Function.identity(), 1.4, false);
        add("sensitivity.choiceHeading", this::choice, Function.identity(), 1.75, false);
        add("sensitivity.lost", this::lost, SensitivityTexts::points, 0.6, true);
        add("variants.accuracy", this::accuracy, Numbers::percent, 0.8, true);
        add("sweep.interval", this::interval, Function.identity(), 1.25, true);
        add("sensitivity.verdict", this::verdict, Function.identity(), 1.1, false);
        add("sensitivity.kl", cell -> 1e3 * cell.fidelity().kl(), Numbers::shortText, 0.8, true);
        add("sensitivity.sqnr", cell -> cell.fidelity().sqnrDb(), Numbers::decibels, 0.95, true);
        add("sweep.samples", cell -> (long) cell.fidelity().samples(), Numbers::count, 0.8, true);
        add("sensitivity.state", this::state, Function.identity(), 1.4, false);
        SortedList<SensitivityCell> sorted = new SortedList<>(model.cells());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        Label none = new Label();
        none.textProperty().bind(Texts.bind("sensitivity.empty"));
        setPlaceholder(none);
        choosing();
        Texts.follow(this, this::refresh);
    }

    private void choosing() {
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                choose();
                event.consume();
            }
        });
        setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                choose();
            }
        });
    }

    private void choose() {
        SensitivityCell cell = getSelectionModel().getSelectedItem();
        if (cell != null) {
            model.choose(cell);
        }
    }

    private String choice(SensitivityCell cell) {
        return SensitivityTexts.choice(cell.column(), model.columns());
    }

    private double lost(SensitivityCell cell) {
        return model.numbers(cell).map(numbers -> 100 * numbers.drop()).orElse(Double.NaN);
    }

    private double accuracy(SensitivityCell cell) {
        return cell.fidelity().accuracy().map(Accuracy::top1).orElse(Double.NaN);
    }

    private String interval(SensitivityCell cell) {
        return cell.fidelity().accuracy().map(SensitivityTexts::interval).orElse("–");
    }

    private String verdict(SensitivityCell cell) {
        return model.numbers(cell)
                .flatMap(SensitivityNumbers::paired)
                .map(PairedTexts::brief)
                .orElse("–");
    }

    private String state(SensitivityCell cell) {
        return Texts.get(cell.settled() ? "sensitivity.settled" : "sensitivity.unsettled");
    }

    private <T extends Comparable<T>> void add(
            String title,
            Function<SensitivityCell, T> value,
            Function<? super T, String> shown,
            double share,
            boolean number) {
        TableColumn<SensitivityCell, T> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored -> cell(shown, number));
        column.setComparator(Comparator.naturalOrder());
        column.setPrefWidth(share * 110);
        column.setMinWidth(40);
        getColumns().add(column);
    }

    private static <T> TableCell<SensitivityCell, T> cell(Function<? super T, String> shown, boolean number) {
        TableCell<SensitivityCell, T> cell = new TableCell<>() {
            @Override
            protected void updateItem(T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? "" : shown.apply(item));
            }
        };
        if (number) {
            cell.getStyleClass().add("number");
        }
        return cell;
    }
}
