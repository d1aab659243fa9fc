package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitwright.quant.Calibrator;
import org.bitwright.ui.common.ActivationChoices;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The range of an activation with its step and zero point, and how it is found. */
final class EdgeRangeSection {
    private final EdgeInspectorViewModel model;
    private final RangeBar range;
    private final Button reset = button("edge-reset", "inspector.reset", "inspector.reset.hint");
    private final Button fit = button("edge-fit", "inspector.fit", "inspector.fitEdges.hint");
    private final NumberField min;
    private final NumberField max;
    private final NumberField scale;
    private final NumberField zeroPoint;
    private final NumberField percent;
    private final Label reach = new Label();
    private final ComboBox<Calibrator> calibrator = ChoiceBoxes.of(
            "edge-calibrator", ActivationChoices.CALIBRATORS, value -> Texts.get(CalibratorTexts.key(value)));
    private final List<Form.Line> ranged;
    private final Form.Line percentLine;

    EdgeRangeSection(Form form, EdgeInspectorViewModel model) {
        this.model = model;
        range = new RangeBar("edge-range-bar", model);
        min = field("edge-min", 5, model::typeMin);
        max = field("edge-max", 5, model::typeMax);
        scale = field("edge-scale", 5, model::typeScale);
        zeroPoint = field("edge-zero-point", 3, model::typeZeroPoint);
        percent = field("edge-percent", 5, model::typePercent);
        Form.Line bar = form.line("inspector.range", beside(range, reset));
        bar.label().setLabelFor(range);
        Form.Line ends = form.pair("inspector.min", min, "inspector.max", max)
                .reasonOf(min)
                .reasonOf(max);
        reach.getStyleClass().addAll("muted", "own-figure");
        reach.setId("edge-reach");
        Form.Line reaches = form.line("inspector.reach", reach);
        reaches.label().getStyleClass().add("muted");
        Form.Line step = form.pair("inspector.scale", scale, "inspector.zeroPoint", zeroPoint)
                .reasonOf(scale)
                .reasonOf(zeroPoint);
        Form.Line calibrators = form.line("inspector.calibrator", beside(calibrator, fit));
        calibrators.label().setLabelFor(calibrator);
        calibrator.accessibleTextProperty().bind(calibrators.label().textProperty());
        percentLine = form.line("inspector.percent", percent).reasonOf(percent);
        ranged = List.of(bar, ends, reaches, step, calibrators);
        reset.setOnAction(event -> model.reset());
        fit.setOnAction(event -> model.fit());
        ChoiceBoxes.onChoice(calibrator, this::choose);
        ChoiceBoxes.limit(calibrator, value -> Texts.get(CalibratorTexts.key(value)), value -> model.choices()
                .obstacle(value)
                .map(FormatTexts::reason));
    }

    private static HBox beside(Region first, Button second) {
        first.setMinWidth(0);
        HBox.setHgrow(first, Priority.ALWAYS);
        HBox line = new HBox(first, second);
        line.getStyleClass().add("pair");
        return line;
    }

    private static Button button(String id, String key, String hint) {
        Button button = new Button();
        button.setId(id);
        button.textProperty().bind(Texts.bind(key));
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(hint));
        button.setTooltip(tooltip);
        return button;
    }

    private static NumberField field(String id, int columns, Function<String, Optional<String>> commit) {
        NumberField field = new NumberField(commit);
        field.setId(id);
        field.setPrefColumnCount(columns);
        return field;
    }

    /** By keyboard a value can be reached that is greyed. */
    private void choose(Calibrator chosen) {
        model.chooseCalibrator(chosen);
        show(model.choices(), model.figures());
    }

    void show(EdgeChoices choices, EdgeFigures figures) {
        boolean quantized = choices.configs().isEmpty() || choices.anyQuantized();
        boolean editable = choices.ranged() && figures.range().isPresent()
                || choices.ranged() && figures.min().mixed();
        ranged.forEach(line -> line.show(quantized));
        range.show(model.range(), model.histogram());
        reset.setDisable(!choices.handMade() || !choices.calibrated());
        show(min, figures.min(), editable);
        show(max, figures.max(), editable);
        show(scale, figures.scale(), editable);
        String point = figures.zeroPoint().value().map(String::valueOf).orElse("");
        zeroPoint.setPromptText(figures.zeroPoint().mixed() ? Texts.get("inspector.mixed") : "");
        zeroPoint.show(point, point);
        zeroPoint.setDisable(!editable || !choices.hasZeroPoint());
        reach.setText(figures.reach()
                .map(ends -> Numbers.shortText(ends.min()) + " … " + Numbers.shortText(ends.max()))
                .orElse("–"));
        showCalibrator(choices);
    }

    private void showCalibrator(EdgeChoices choices) {
        Shared<Calibrator> shared = choices.calibrator();
        Optional<Calibrator.Percentile> percentile =
                shared.value().filter(Calibrator.Percentile.class::isInstance).map(Calibrator.Percentile.class::cast);
        Optional<Calibrator> listed = ActivationChoices.CALIBRATORS.stream()
                .filter(Calibrator.Percentile.class::isInstance)
                .findFirst();
        ChoiceBoxes.show(calibrator, percentile.isPresent() ? new Shared<>(listed, false) : shared);
        calibrator.setDisable(!choices.calibrated());
        fit.setDisable(!choices.calibrated());
        String value = percentile.map(one -> Numbers.exact(one.percent())).orElse("");
        percent.show(value, value);
        percentLine.show(percentile.isPresent() && choices.calibrated());
    }

    private static void show(NumberField field, Shared<Float> shared, boolean enabled) {
        field.setDisable(!enabled);
        field.setPromptText(shared.mixed() ? Texts.get("inspector.mixed") : "");
        field.show(
                shared.value().map(Numbers::field).orElse(""),
                shared.value().map(Numbers::editable).orElse(""));
    }
}
