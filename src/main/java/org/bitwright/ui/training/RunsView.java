package org.bitwright.ui.training;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The list of runs; those that are selected are in the chart, and what is known of them is told below. */
final class RunsView extends VBox {
    /** Width from which the settings fit beside the rest; below the list they are told anyway. */
    private static final double ROOM_FOR_SETTINGS = 480;

    private final TrainingViewModel model;
    private final TableView<RunRow> table = new TableView<>();
    private final Label details = new Label();
    private final ScrollPane told = new ScrollPane();
    /** There only where it tells more. */
    private final Button measure = RunBar.named("measure", Feather.TARGET);

    private boolean synchronizing;

    RunsView(TrainingViewModel model) {
        this.model = model;
        fill();
        details.setId("training-details");
        details.getStyleClass().add("training-details");
        details.setWrapText(true);
        told.setContent(details);
        told.setFitToWidth(true);
        told.setFocusTraversable(false);
        told.getStyleClass().addAll("edge-to-edge", "training-told");
        told.setMinHeight(0);
        measure.setOnAction(event -> model.measure());
        HBox further = new HBox(measure);
        further.getStyleClass().add("training-further");
        further.visibleProperty().bind(measure.visibleProperty());
        further.managedProperty().bind(measure.visibleProperty());
        getChildren().addAll(table, told, further);
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox.setVgrow(this, Priority.ALWAYS);
        Texts.follow(this, this::tell);
        InvalidationListener changed = observable -> showChosen();
        model.rows().addListener(changed);
        model.chosenNames().addListener(changed);
        model.dataProperty().addListener((property, before, now) -> tell());
        model.controlProperty().addListener((property, before, now) -> tell());
        showChosen();
    }

    private void fill() {
        table.setId("training-table");
        table.accessibleTextProperty().bind(Texts.bind("training.runs"));
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        List<TableColumn<RunRow, ?>> columns = RunColumns.all(model);
        table.getColumns().setAll(columns);
        TableColumn<RunRow, ?> settings = columns.get(columns.size() - 1);
        table.widthProperty()
                .addListener((property, before, now) -> settings.setVisible(now.doubleValue() >= ROOM_FOR_SETTINGS));
        table.setItems(model.rows());
        table.setPlaceholder(placeholder());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<RunRow>) change -> chosen());
        table.setOnKeyPressed(this::keyPressed);
        table.setRowFactory(ignored -> row());
    }

    private TableRow<RunRow> row() {
        TableRow<RunRow> row = new TableRow<>();
        row.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && !row.isEmpty()) {
                model.use();
            }
        });
        return row;
    }

    private static Node placeholder() {
        Label none = new Label();
        none.textProperty().bind(Texts.bind("training.empty"));
        none.setWrapText(true);
        none.getStyleClass().add("empty-text");
        return none;
    }

    private void keyPressed(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.ENTER) {
            model.use();
        } else if (code == KeyCode.DELETE) {
            model.remove();
        } else if (code == KeyCode.F2) {
            model.rename();
        } else {
            return;
        }
        event.consume();
    }

    private void chosen() {
        List<String> names = table.getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .map(RunRow::name)
                .toList();
        if (!synchronizing && !names.isEmpty()) {
            model.choose(names);
        }
    }

    /** The rows have other values, and perhaps others of them are chosen. */
    private void showChosen() {
        if (synchronizing) {
            return;
        }
        synchronizing = true;
        List<RunRow> now = model.chosen();
        if (!now.equals(List.copyOf(table.getSelectionModel().getSelectedItems()))) {
            table.getSelectionModel().clearSelection();
            now.forEach(table.getSelectionModel()::select);
            if (!now.isEmpty()) {
                table.scrollTo(now.get(now.size() - 1));
            }
        }
        synchronizing = false;
        tell();
    }

    private void tell() {
        table.refresh();
        List<RunRow> some = model.chosen();
        details.setText(
                some.size() == 1
                        ? String.join("\n", TrainingTexts.details(some.get(0)))
                        : some.stream()
                                .map(row -> Texts.get(
                                        "training.oneOf",
                                        row.name(),
                                        PlanTexts.line(row.run().plan())))
                                .collect(Collectors.joining("\n")));
        told.setVisible(!some.isEmpty());
        told.setManaged(!some.isEmpty());
        measure.setVisible(!model.controlProperty().get().isActive()
                && model.dataProperty().get().isPresent()
                && model.single().filter(RunRow::canBeMeasured).isPresent());
    }
}
