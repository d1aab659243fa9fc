package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatRules.Obstacle;
import org.bitwright.quant.Rounding;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.RoundingTexts;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** How ranges are found, and how values are rounded. */
final class CalibrationSection {
    private static final List<Calibrator> CALIBRATORS = List.of(
            Calibrator.minMax(),
            Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT),
            Calibrator.mse(),
            Calibrator.entropy(),
            Calibrator.articleRule());

    private final InspectorViewModel model;
    private final ComboBox<Calibrator> calibrator =
            ChoiceBoxes.of("calibrator", CALIBRATORS, value -> Texts.get(CalibratorTexts.key(value)));
    private final NumberField percent;
    private final Form.Line percentLine;
    private final Label calibratorNote;
    private final Button fit = new Button();
    private final Button compare = new Button();
    private final ComboBox<Rounding> rounding = ChoiceBoxes.of("rounding", RoundingTexts.CHOICES, RoundingTexts::kind);
    private final NumberField seed;
    private final Label roundingNote;

    CalibrationSection(Form form, InspectorViewModel model) {
        this.model = model;
        percent = field("percent", model::typePercent);
        Form.Line calibrators = form.line("inspector.calibrator", withButtons());
        calibrators.label().setLabelFor(calibrator);
        calibrator.accessibleTextProperty().bind(calibrators.label().textProperty());
        calibratorNote = note(calibrators, "calibrator-note");
        percentLine = form.line("inspector.percent", percent).reasonOf(percent);
        seed = field("seed", model::typeSeed);
        Form.Line roundings = form.pair("inspector.rounding", rounding, "inspector.seed", seed)
                .reasonOf(seed);
        roundingNote = note(roundings, "rounding-note");
        ChoiceBoxes.onChoice(calibrator, this::chooseCalibrator);
        ChoiceBoxes.onChoice(rounding, model::chooseRounding);
        ChoiceBoxes.limit(calibrator, value -> Texts.get(CalibratorTexts.key(value)), value -> model.choices()
                .obstacle(value)
                .map(FormatTexts::reason));
    }

    private static NumberField field(String id, java.util.function.Function<String, Optional<String>> commit) {
        NumberField field = new NumberField(commit);
        field.setId(id);
        field.setPrefColumnCount(4);
        return field;
    }

    private static Label note(Form.Line line, String id) {
        Label note = line.note("note");
        note.setId(id);
        return note;
    }

    /** By keyboard a value can be reached that is greyed. */
    private void chooseCalibrator(Calibrator chosen) {
        model.chooseCalibrator(chosen);
        show(model.choices());
    }

    private HBox withButtons() {
        fit.setId("fit");
        fit.textProperty().bind(Texts.bind("inspector.fit"));
        fit.setTooltip(tooltip("inspector.fit.hint"));
        fit.setOnAction(event -> model.fit());
        compare.setId("compare");
        compare.setGraphic(Icons.of(Feather.COLUMNS));
        compare.getStyleClass().add("button-icon");
        compare.setTooltip(tooltip("inspector.compare.hint"));
        compare.accessibleTextProperty().bind(Texts.bind("action.COMPARE_CALIBRATORS"));
        compare.setOnAction(event -> model.compare());
        compare.setMinWidth(Region.USE_PREF_SIZE);
        fit.setMinWidth(Region.USE_PREF_SIZE);
        calibrator.setMinWidth(0);
        HBox.setHgrow(calibrator, Priority.ALWAYS);
        HBox line = new HBox(calibrator, compare, fit);
        line.getStyleClass().addAll("pair", "tight");
        return line;
    }

    private static Tooltip tooltip(String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        return tooltip;
    }

    void show(Choices choices) {
        showCalibrator(choices);
        fit.setDisable(!choices.ranged());
        compare.setDisable(!choices.ranged());
        showRounding(choices);
    }

    private void showCalibrator(Choices choices) {
        Shared<Calibrator> shared = choices.calibrator();
        boolean percentile =
                shared.value().filter(Calibrator.Percentile.class::isInstance).isPresent();
        ChoiceBoxes.show(calibrator, percentile ? new Shared<>(Optional.of(CALIBRATORS.get(1)), false) : shared);
        Optional<Obstacle> obstacle = choices.calibratorObstacle();
        calibrator.setDisable(obstacle.isPresent() || choices.configs().isEmpty());
        // That there is no scale stands at the granularity already.
        boolean hasScale =
                choices.granularityObstacle().filter(Obstacle.NO_SCALE::equals).isEmpty();
        calibratorNote.setText(hasScale ? reason(obstacle) : "");
        String value = shared.value()
                .filter(Calibrator.Percentile.class::isInstance)
                .map(one -> Numbers.exact(((Calibrator.Percentile) one).percent()))
                .orElse("");
        percent.show(value, value);
        percentLine.show(percentile);
    }

    /** That a layer is not quantized need not be said twice: it stands at the granularity. */
    private static String reason(Optional<Obstacle> obstacle) {
        return obstacle.filter(reason -> reason != Obstacle.NOT_QUANTIZED)
                .map(FormatTexts::reason)
                .orElse("");
    }

    private void showRounding(Choices choices) {
        Optional<Rounding.Stochastic> stochastic = choices.rounding()
                .value()
                .filter(Rounding.Stochastic.class::isInstance)
                .map(Rounding.Stochastic.class::cast);
        List<Rounding> offered = new ArrayList<>(RoundingTexts.CHOICES);
        choices.rounding().value().filter(Rounding.Assigned.class::isInstance).ifPresent(offered::add);
        ChoiceBoxes.offer(rounding, offered);
        ChoiceBoxes.show(
                rounding,
                stochastic.isPresent()
                        ? new Shared<>(Optional.of(RoundingTexts.STOCHASTIC), false)
                        : choices.rounding());
        Optional<Obstacle> obstacle = choices.roundingObstacle();
        rounding.setDisable(obstacle.isPresent() || choices.configs().isEmpty());
        roundingNote.setText(reason(obstacle));
        String value = stochastic.map(one -> String.valueOf(one.seed())).orElse("");
        seed.show(value, value);
        seed.setVisible(stochastic.isPresent());
    }
}
