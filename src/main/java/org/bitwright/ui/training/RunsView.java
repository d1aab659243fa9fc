package org.bitwright.ui.training;

import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.NamedTable;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The list of runs; those that are selected are in the chart, and what is known of them is told below. */
final class RunsView extends VBox {
    /** Width from which the settings fit beside the rest; below the list they are told anyway. */
    private static final double ROOM_FOR_SETTINGS = 480;

    /** Height from which what is known of a run is told whole, in heights of its letters: below it only rows fit. */
    private static final double ROOM_FOR_DETAILS = 20;

    private final TrainingViewModel model;
    private final NamedTable<RunRow> table;
    private final Label details = new Label();
    private final ScrollPane told = new ScrollPane();
    /** What there is no room for: as much of it as a line takes, and all of it where the mouse rests. */
    private final Label line = new Label();

    private final Tooltip whole = Hints.wrapped();
    /** There only where it tells more. */
    private final Button measure = RunBar.named("measure", Feather.TARGET);

    RunsView(TrainingViewModel model) {
        this.model = model;
        table = table();
        details.setId("training-details");
        details.getStyleClass().add("training-details");
        details.setWrapText(true);
        told.setContent(details);
        told.setFitToWidth(true);
        told.setFocusTraversable(false);
        told.getStyleClass().addAll("edge-to-edge", "training-told");
        told.setMinHeight(0);
        line.setId("training-details-line");
        line.getStyleClass().add("training-details");
        line.setMaxWidth(Double.MAX_VALUE);
        line.setMinHeight(USE_PREF_SIZE);
        line.setTooltip(whole);
        whole.textProperty().bind(details.textProperty());
        measure.setOnAction(event -> model.measure());
        HBox further = new HBox(measure);
        further.getStyleClass().add("training-further");
        further.visibleProperty().bind(measure.visibleProperty());
        further.managedProperty().bind(measure.visibleProperty());
        getChildren().addAll(table, told, line, further);
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox.setVgrow(this, Priority.ALWAYS);
        heightProperty().addListener(observable -> fit());
        details.fontProperty().addListener(observable -> fit());
        Texts.follow(this, this::tell);
        InvalidationListener changed = observable -> showChosen();
        model.rows().addListener(changed);
        model.chosenNames().addListener(changed);
        model.dataProperty().addListener((property, before, now) -> tell());
        model.controlProperty().addListener((property, before, now) -> tell());
        showChosen();
    }

    private NamedTable<RunRow> table() {
        List<TableColumn<RunRow, ?>> columns = RunColumns.all(model);
        NamedTable<RunRow> runs =
                new NamedTable<>("training-table", "training.runs", "training.empty", columns, model.rows());
        TableColumn<RunRow, ?> settings = columns.get(columns.size() - 1);
        runs.widthProperty()
                .addListener((property, before, now) -> settings.setVisible(now.doubleValue() >= ROOM_FOR_SETTINGS));
        runs.setOnUse(model::use);
        runs.setOnRename(model::rename);
        runs.setOnRemove(model::remove);
        runs.setOnChosen(this::choose);
        return runs;
    }

    /** Something stays chosen while rows are replaced. */
    private void choose(List<RunRow> rows) {
        if (!rows.isEmpty()) {
            model.choose(rows.stream().map(RunRow::name).toList());
            tell();
        }
    }

    /** The rows have other values, and perhaps others of them are chosen. */
    private void showChosen() {
        table.choose(model.chosen());
        tell();
    }

    private void tell() {
        table.refresh();
        List<RunRow> some = model.chosen();
        List<String> lines = some.size() == 1
                ? TrainingTexts.details(some.get(0))
                : some.stream()
                        .map(row -> Texts.get(
                                "training.oneOf",
                                row.name(),
                                PlanTexts.line(row.run().plan())))
                        .toList();
        details.setText(String.join("\n", lines));
        line.setText(String.join(" · ", lines));
        fit();
        measure.setVisible(!model.controlProperty().get().isActive()
                && model.dataProperty().get().isPresent()
                && model.single().filter(RunRow::canBeMeasured).isPresent());
    }

    private void fit() {
        boolean some = !details.getText().isEmpty();
        boolean room = getHeight() >= ROOM_FOR_DETAILS * details.getFont().getSize();
        show(told, some && room);
        show(line, some && !room);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
