package org.bitwright.ui.app;

import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.project.ImprovementResult;
import org.bitwright.project.Measurement;
import org.bitwright.ui.common.Appearance;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What an improvement gained: the output error of every layer and the accuracy, before and after. */
final class ImprovementWindow {
    private static final double PIXELS_A_SHARE = 120;

    private final ImprovementResult result;
    private final TableView<ImprovedLayer> table = new TableView<>();

    ImprovementWindow(ImprovementResult result) {
        this.result = result;
    }

    /** @param undo takes the step back */
    void show(Stage owner, Runnable undo) {
        Dialog<ButtonType> dialog = new Dialog<>();
        if (owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.initModality(Modality.NONE);
        String name = ChangedTexts.improvement(result.improvement().kind().id());
        dialog.setTitle(name);
        dialog.setHeaderText(name);
        dialog.setResizable(true);
        ButtonType back = new ButtonType(Texts.get("action.UNDO"), ButtonBar.ButtonData.LEFT);
        dialog.getDialogPane().setContent(content());
        dialog.getDialogPane().setId("improvement");
        dialog.getDialogPane().getStyleClass().add("wide-dialog");
        ButtonType close = new ButtonType(Texts.get("dialog.close"), ButtonBar.ButtonData.CANCEL_CLOSE);
        dialog.getDialogPane().getButtonTypes().setAll(back, close);
        Appearance.follow(owner, dialog.getDialogPane());
        dialog.getDialogPane().lookupButton(back).setId("improvement-undo");
        dialog.resultProperty().addListener((property, before, answer) -> {
            if (answer == back) {
                undo.run();
            }
        });
        // Enter must not take the step back.
        dialog.setOnShown(event -> dialog.getDialogPane().lookupButton(close).requestFocus());
        dialog.show();
    }

    private VBox content() {
        Label accuracy = new Label(accuracyText());
        accuracy.setId("improvement-accuracy");
        accuracy.getStyleClass().add("figure");
        accuracy.setWrapText(true);
        Label note = new Label(Texts.get("improve.outputs"));
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        fill();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox content = new VBox(accuracy, note, table);
        content.getStyleClass().add("dialog-lines");
        return content;
    }

    private String accuracyText() {
        Optional<Accuracy> before = result.before().flatMap(Measurement::accuracy);
        Optional<Accuracy> after = result.after().flatMap(Measurement::accuracy);
        if (before.isEmpty() || after.isEmpty()) {
            return Texts.get("improve.notMeasured");
        }
        return Texts.get(
                "improve.accuracy",
                withInterval(before.get()),
                withInterval(after.get()),
                Numbers.count(after.get().samples()));
    }

    private static String withInterval(Accuracy accuracy) {
        return Numbers.percent(accuracy.top1()) + " ± " + Numbers.points((accuracy.high() - accuracy.low()) / 2);
    }

    private void fill() {
        table.setId("improvement-table");
        table.getStyleClass().addAll("dense", "striped");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        add("layers.name", ImprovedLayer::name, Function.identity(), 1.4, false);
        add("improve.before", layer -> layer.before().sqnrDb(), Numbers::decibels, 0.9, true);
        add("improve.after", layer -> layer.after().sqnrDb(), Numbers::decibels, 0.9, true);
        add("improve.gain", ImprovementWindow::gain, Numbers::decibels, 0.9, true);
        add("improve.note", layer -> Texts.of(layer.note()), Function.identity(), 2, false);
        table.getItems().setAll(result.improvement().layers());
    }

    private static double gain(ImprovedLayer layer) {
        return layer.after().sqnrDb() - layer.before().sqnrDb();
    }

    private <T extends Comparable<T>> void add(
            String title, Function<ImprovedLayer, T> value, Function<T, String> shown, double share, boolean number) {
        TableColumn<ImprovedLayer, T> column = new TableColumn<>(Texts.get(title));
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(ignored -> new Cell<>(shown, number));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        table.getColumns().add(column);
    }

    private static final class Cell<T> extends TableCell<ImprovedLayer, T> {
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
