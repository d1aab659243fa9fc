package org.bitwright.ui.sensitivity;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.ChartFrame;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** Layers against widths as a map of colours or as a table; saved as PNG, SVG or CSV. */
public final class SensitivityView extends VBox {
    private final SensitivityViewModel model;
    private final ChartFrame frame;

    public SensitivityView(SensitivityViewModel model) {
        this.model = model;
        getStyleClass().add("sensitivity");
        getStylesheets()
                .add(Objects.requireNonNull(SensitivityView.class.getResource("sensitivity.css"))
                        .toExternalForm());
        HeatMap map = new HeatMap(model);
        VBox.setVgrow(map, Priority.ALWAYS);
        VBox chart = new VBox(header(), map);
        chart.getStyleClass().add("chart");
        frame = new ChartFrame("sensitivity", chart, new SensitivityTable(model));
        frame.setDrawing(kind -> SensitivityFiles.of(model, kind));
        VBox.setVgrow(frame, Priority.ALWAYS);
        getChildren().add(frame);
        model.revisionProperty().addListener(observable -> tell());
        Texts.follow(this, this::tell);
        tell();
    }

    /** Called with what the user wants to save; the owner asks where and writes it. */
    public void setOnSave(Consumer<ChartFile> listener) {
        frame.setOnSave(listener);
    }

    private Node header() {
        HBox measures = new HBox();
        ToggleGroup group = new ToggleGroup();
        SensitivityMeasure[] all = SensitivityMeasure.values();
        for (SensitivityMeasure one : all) {
            ToggleButton button = measure(one);
            button.getStyleClass()
                    .add(one == all[0] ? "left-pill" : one == all[all.length - 1] ? "right-pill" : "center-pill");
            button.setToggleGroup(group);
            measures.getChildren().add(button);
        }
        Label unit = new Label();
        unit.getStyleClass().add("muted");
        unit.setMinWidth(USE_PREF_SIZE);
        Tooltip whole = new Tooltip();
        unit.setTooltip(whole);
        Runnable tell = () -> {
            unit.setText(SensitivityTexts.unit(model.shown()));
            whole.setText(SensitivityTexts.measure(model.shown()));
        };
        model.revisionProperty().addListener(observable -> tell.run());
        Texts.follow(this, tell);
        tell.run();
        HBox header = new HBox(measures, new HeatLegend(model), unit);
        header.getStyleClass().add("heat-header");
        return header;
    }

    private ToggleButton measure(SensitivityMeasure one) {
        ToggleButton button = new ToggleButton();
        button.setId("sensitivity-" + one.name());
        button.textProperty().bind(Texts.bind("sensitivityMeasure.brief." + one.name()));
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> {
            model.measureProperty().set(one);
            button.setSelected(model.shown() == one);
        });
        model.revisionProperty().addListener(observable -> show(button, one));
        show(button, one);
        return button;
    }

    private void show(ToggleButton button, SensitivityMeasure one) {
        button.setSelected(model.shown() == one);
        button.setDisable(!model.canShow(one));
    }

    private void tell() {
        String text = Texts.get(model.isRunning() ? "sensitivity.waiting" : "sensitivity.empty");
        frame.setEmptyText(model.isEmpty() ? Optional.of(text) : Optional.empty());
    }
}
