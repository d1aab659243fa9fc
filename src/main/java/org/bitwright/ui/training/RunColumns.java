package org.bitwright.ui.training;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.bitwright.ui.common.Hints;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.SeriesSwatch;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The columns of the list of runs. */
final class RunColumns {
    private static final double PIXELS_A_SHARE = 100;

    private RunColumns() {}

    static List<TableColumn<RunRow, ?>> all(TrainingViewModel model) {
        return List.of(
                name(model),
                column(
                        "training.column.state",
                        row -> TrainingTexts.state(row, model.controlProperty().get()),
                        0.95,
                        false),
                column("training.column.best", row -> TrainingTexts.best(row.run()), 0.6, true),
                column("training.column.gain", TrainingTexts::gain, 1.15, true),
                column(
                        "training.column.settings",
                        row -> PlanTexts.line(row.run().plan()),
                        1,
                        false));
    }

    private static TableColumn<RunRow, String> name(TrainingViewModel model) {
        TableColumn<RunRow, String> column = column("training.column.name", RunRow::name, 1.2, false);
        column.setCellFactory(ignored -> new NameCell(model));
        return column;
    }

    private static TableColumn<RunRow, String> column(
            String title, Function<RunRow, String> shown, double share, boolean number) {
        TableColumn<RunRow, String> column = new TableColumn<>();
        column.textProperty().bind(Texts.bind(title));
        column.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().name()));
        column.setCellFactory(ignored -> new Cell(shown, number));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        column.setSortable(false);
        return column;
    }

    /** A text about a run; the whole of what is known in a tooltip. */
    private static class Cell extends TableCell<RunRow, String> {
        private final Function<RunRow, String> shown;

        Cell(Function<RunRow, String> shown, boolean number) {
            this.shown = shown;
            if (number) {
                getStyleClass().add("number");
            }
        }

        @Override
        protected void updateItem(String name, boolean empty) {
            super.updateItem(name, empty);
            RunRow row = getTableRow() == null ? null : getTableRow().getItem();
            if (empty || row == null) {
                setText(null);
                setGraphic(null);
                setTooltip(null);
                return;
            }
            setText(shown.apply(row));
            Tooltip all = Hints.wrapped();
            all.setText(row.name() + "\n" + String.join("\n", TrainingTexts.details(row)));
            setTooltip(all);
            show(row);
        }

        void show(RunRow row) {}
    }

    /** With the run's line in the chart, and a mark where it is the configuration. */
    private static final class NameCell extends Cell {
        private final TrainingViewModel model;

        NameCell(TrainingViewModel model) {
            super(RunRow::name, false);
            this.model = model;
        }

        @Override
        void show(RunRow row) {
            int series = model.series(row.name());
            setGraphic(series >= 0 ? new SeriesSwatch(series) : row.isPresent() ? Icons.of(Feather.CHECK) : null);
        }
    }
}
