package org.bitwright.ui.app;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.project.ImprovementResult;
import org.bitwright.project.Measurement;
import org.bitwright.ui.common.ChangedTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What an improvement gained: the output error of every layer and the accuracy, before and after. */
final class ImprovementWindow {
    private final ImprovementResult result;

    ImprovementWindow(ImprovementResult result) {
        this.result = result;
    }

    /** @param undo takes the step back */
    void show(Stage owner, Runnable undo) {
        String kind = result.improvement().kind().id();
        StringBinding name =
                Bindings.createStringBinding(() -> ChangedTexts.improvement(kind), Texts.languageProperty());
        ResultDialog dialog = new ResultDialog(owner, "improvement", name, name);
        dialog.button("improvement-undo", Texts.bind("action.UNDO"), () -> {
            dialog.close();
            undo.run();
        });
        dialog.show(this::content, () -> {});
    }

    private VBox content() {
        Label accuracy = new Label(accuracyText());
        accuracy.setId("improvement-accuracy");
        accuracy.getStyleClass().add("figure");
        accuracy.setWrapText(true);
        Label note = new Label(Texts.get("improve.outputs"));
        note.getStyleClass().add("muted");
        note.setWrapText(true);
        FigureTable<ImprovedLayer> table = table();
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

    private FigureTable<ImprovedLayer> table() {
        FigureTable<ImprovedLayer> table = new FigureTable<ImprovedLayer>("improvement-table")
                .text("layers.name", ImprovedLayer::name, 1.4)
                .number("improve.before", layer -> layer.before().sqnrDb(), Numbers::decibels, 0.9)
                .number("improve.after", layer -> layer.after().sqnrDb(), Numbers::decibels, 0.9)
                .number("improve.gain", ImprovementWindow::gain, Numbers::decibels, 0.9)
                .text("improve.note", layer -> Texts.of(layer.note()), 2);
        table.getItems().setAll(result.improvement().layers());
        return table;
    }

    private static double gain(ImprovedLayer layer) {
        return layer.after().sqnrDb() - layer.before().sqnrDb();
    }
}
