package org.bitwright.ui.calibrators;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.NumbersTable;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** One row a calibrator: its name, the range on the weights, and its errors. */
final class CalibratorTable extends NumbersTable<CalibratorResult> {
    private final CalibratorsViewModel model;
    private Runnable onChosen = () -> {};

    CalibratorTable(CalibratorsViewModel model) {
        super("calibrator-table", "calibrator-table", "calibrators.title");
        this.model = model;
        nameColumn();
        pictureColumn();
        rangeColumn();
        add(
                "calibrators.sqnr",
                "sqnr",
                (compared, result) -> compared.error(result).sqnrDb(),
                number -> Numbers.decibels(number) + " dB",
                6);
        add(
                "calibrators.mse",
                "mse",
                (compared, result) -> compared.error(result).mse(),
                Numbers::shortText,
                6.5);
        add(
                "calibrators.clipped",
                "clipped",
                (compared, result) -> compared.error(result).clippedShare(),
                Numbers::percent,
                5.5);
        add(
                "calibrators.max",
                "max",
                (compared, result) -> compared.error(result).maxError(),
                Numbers::shortText,
                7.2);
        setRowFactory(table -> row());
        getSelectionModel().selectedItemProperty().addListener((property, before, now) -> model.chosenProperty()
                .set(Optional.ofNullable(now)));
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && getSelectionModel().getSelectedItem() != null) {
                onChosen.run();
                event.consume();
            }
        });
        Label none = new Label();
        none.getStyleClass().add("muted");
        setPlaceholder(none);
    }

    /** Called when the chosen row is to be applied at once: Enter, or a double click. */
    void setOnChosen(Runnable action) {
        onChosen = action;
    }

    void show(ComparedCalibrators compared) {
        getItems().setAll(compared.results());
        model.chosenProperty().get().ifPresent(getSelectionModel()::select);
        compared.results().stream().filter(compared::isPresent).findFirst().ifPresent(getSelectionModel()::select);
        requestFocus();
    }

    private TableRow<CalibratorResult> row() {
        TableRow<CalibratorResult> row = new TableRow<>() {
            private final Tooltip tooltip = new Tooltip();

            @Override
            protected void updateItem(CalibratorResult result, boolean empty) {
                super.updateItem(result, empty);
                Optional<ComparedCalibrators> compared =
                        model.comparedProperty().get();
                boolean none = empty || result == null || compared.isEmpty();
                tooltip.setText(none ? "" : describe(compared.get(), result));
                setTooltip(none ? null : tooltip);
                setAccessibleText(none ? null : describe(compared.get(), result));
            }
        };
        row.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && !row.isEmpty()) {
                onChosen.run();
            }
        });
        return row;
    }

    private static String name(CalibratorResult result) {
        return result.isAsItStands() ? Texts.get("calibrators.asItStands") : CalibratorTexts.name(result.calibrator());
    }

    private static String describe(ComparedCalibrators compared, CalibratorResult result) {
        CalibratorResult.Ends ends = compared.ends(result);
        return Texts.get(
                "calibrators.row",
                name(result),
                Numbers.exact(ends.low()),
                Numbers.exact(ends.high()),
                Numbers.decibels(compared.error(result).sqnrDb()),
                Numbers.exact(compared.error(result).mse()),
                Numbers.count(compared.error(result).clipped()),
                Numbers.exact(compared.error(result).maxError()));
    }

    private void nameColumn() {
        TableColumn<CalibratorResult, CalibratorResult> column =
                column("calibrators.calibrator", "name", (compared, result) -> result, 10.5);
        column.setSortable(false);
        column.setCellFactory(ignored -> new Cell<>((compared, result) -> {
            Label name = new Label(name(result));
            name.getStyleClass().add("calibrator-name");
            HBox marks = new HBox();
            marks.getStyleClass().add("marks");
            if (compared.isBest(result)) {
                marks.getChildren().add(mark("calibrators.best", "best"));
            }
            if (compared.isPresent(result)) {
                marks.getChildren().add(mark("calibrators.present", "present"));
            }
            VBox both = marks.getChildren().isEmpty() ? new VBox(name) : new VBox(name, marks);
            both.getStyleClass().add("calibrator-cell");
            both.setAlignment(Pos.CENTER_LEFT);
            return both;
        }));
    }

    private static Label mark(String key, String style) {
        Label mark = new Label(Texts.get(key));
        mark.getStyleClass().addAll("mark", style);
        if (style.equals("best")) {
            mark.setGraphic(Icons.of(Feather.CHECK));
        }
        return mark;
    }

    private void pictureColumn() {
        TableColumn<CalibratorResult, CalibratorResult> column =
                column("calibrators.picture", "picture", (compared, result) -> result, 14);
        column.setSortable(false);
        column.setCellFactory(ignored -> {
            RangePicture picture = new RangePicture();
            Cell<CalibratorResult> cell = new Cell<>((compared, result) -> {
                picture.show(compared.bars(), compared.ends(result), compared.window());
                return picture;
            });
            picture.prefWidthProperty().bind(cell.widthProperty().subtract(14));
            return cell;
        });
    }

    private void rangeColumn() {
        TableColumn<CalibratorResult, CalibratorResult> column =
                column("calibrators.range", "range", (compared, result) -> result, 11.5);
        column.setSortable(false);
        column.setCellFactory(ignored -> new Cell<>((compared, result) -> {
            CalibratorResult.Ends ends = compared.ends(result);
            Label range = new Label(Numbers.shortText(ends.low()) + " … " + Numbers.shortText(ends.high()));
            VBox both = new VBox(range);
            if (compared.hasSeveralGrids(result)) {
                Label note = new Label(Texts.get(
                        "calibrators.grids",
                        Numbers.count(result.layer().grids().size())));
                note.getStyleClass().add("muted");
                both.getChildren().add(note);
            }
            both.setAlignment(Pos.CENTER_LEFT);
            return both;
        }));
    }

    private void add(
            String key,
            String id,
            BiFunction<ComparedCalibrators, CalibratorResult, Double> value,
            Function<Double, String> shown,
            double em) {
        number("calibrator-" + id, key, compared(value), shown, em);
    }

    private <T> TableColumn<CalibratorResult, T> column(
            String key, String id, BiFunction<ComparedCalibrators, CalibratorResult, T> value, double em) {
        return column("calibrator-" + id, key, compared(value), em);
    }

    private <T> Function<CalibratorResult, T> compared(BiFunction<ComparedCalibrators, CalibratorResult, T> value) {
        return result -> model.comparedProperty()
                .get()
                .map(compared -> value.apply(compared, result))
                .orElse(null);
    }

    /** A cell that shows nodes. */
    private final class Cell<T extends CalibratorResult> extends TableCell<CalibratorResult, T> {
        private final BiFunction<ComparedCalibrators, CalibratorResult, javafx.scene.Node> content;

        Cell(BiFunction<ComparedCalibrators, CalibratorResult, javafx.scene.Node> content) {
            this.content = content;
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(T result, boolean empty) {
            super.updateItem(result, empty);
            Optional<ComparedCalibrators> compared = model.comparedProperty().get();
            setGraphic(empty || result == null || compared.isEmpty() ? null : content.apply(compared.get(), result));
        }
    }
}
