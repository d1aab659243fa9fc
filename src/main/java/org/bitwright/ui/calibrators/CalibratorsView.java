package org.bitwright.ui.calibrators;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.quant.QuantError;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The calibrators of a layer side by side, with those that have no meaning for it below. */
public final class CalibratorsView extends VBox {
    private final CalibratorsViewModel model;
    private final CalibratorTable table;
    private final Label subject = new Label();
    private final Label impossible = new Label();
    private final VBox waiting;

    public CalibratorsView(CalibratorsViewModel model) {
        this.model = model;
        table = new CalibratorTable(model);
        setId("calibrators");
        getStyleClass().add("calibrators");
        getStylesheets()
                .add(Objects.requireNonNull(CalibratorsView.class.getResource("calibrators.css"))
                        .toExternalForm());
        impossible.getStyleClass().add("muted");
        impossible.setWrapText(true);
        impossible.setId("calibrators-impossible");
        impossible.managedProperty().bind(impossible.textProperty().isNotEmpty());
        subject.getStyleClass().add("muted");
        subject.setId("calibrators-subject");
        waiting = waiting();
        StackPane stage = new StackPane(table, waiting);
        VBox.setVgrow(stage, Priority.ALWAYS);
        getChildren().addAll(subject, stage, impossible);
        subject.fontProperty().addListener((property, before, font) -> table.setEm(font.getSize()));
        table.setEm(subject.getFont().getSize());
        model.comparedProperty().addListener((property, before, now) -> show(now));
        show(model.comparedProperty().get());
    }

    /** Called when a result is to be applied at once. */
    public void setOnChosen(Runnable action) {
        table.setOnChosen(action);
    }

    private VBox waiting() {
        Label text = new Label(Texts.get("calibrators.waiting"));
        text.getStyleClass().add("muted");
        ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        model.task().ifPresent(task -> bar.progressProperty().bind(task.progressProperty()));
        model.failureProperty().addListener((property, before, now) -> {
            text.setText(Texts.get("calibrators.failed"));
            bar.setVisible(false);
        });
        VBox box = new VBox(text, bar);
        box.getStyleClass().add("waiting");
        return box;
    }

    private void show(Optional<ComparedCalibrators> compared) {
        waiting.setVisible(compared.isEmpty());
        table.setVisible(compared.isPresent());
        subject.setText(compared.map(CalibratorsView::subject).orElse(" "));
        impossible.setText(compared.map(CalibratorsView::reasons).orElse(""));
        compared.ifPresent(table::show);
    }

    private static String subject(ComparedCalibrators compared) {
        QuantError error = compared.error(compared.results().get(0));
        String weights = Numbers.count(error.count());
        return compared.channel() < 0
                ? Texts.get("calibrators.ofLayer", weights)
                : Texts.get("calibrators.ofChannel", String.valueOf(compared.channel()), weights);
    }

    private static String reasons(ComparedCalibrators compared) {
        return compared.impossible().entrySet().stream()
                .map(entry -> Texts.get(
                        "calibrators.impossible",
                        CalibratorTexts.name(entry.getKey()),
                        FormatTexts.reason(entry.getValue())))
                .collect(Collectors.joining("\n"));
    }
}
