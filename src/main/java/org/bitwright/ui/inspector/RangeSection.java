package org.bitwright.ui.inspector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.bitwright.quant.LayerWeights;
import org.bitwright.ui.common.GridFigure;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The range with its step and zero point, or what else the grids of a format are known by. */
final class RangeSection {
    /** As many figures as a format has at most. */
    private static final int OWN_FIGURES = 3;

    private final InspectorViewModel model;
    private final RangeHand hand;
    private final RangeBar range;
    private final Button reset = new Button();
    private final NumberField min;
    private final NumberField max;
    private final NumberField scale;
    private final NumberField zeroPoint;
    private final Label reach = new Label();
    private final List<Form.Line> ranged;
    private final Form.Line reachLine;
    private final List<Own> own = new ArrayList<>();

    private record Own(Form.Line line, Label value, Tooltip exactly) {}

    RangeSection(Form form, InspectorViewModel model) {
        this.model = model;
        hand = new LayerRangeHand(model);
        range = new RangeBar("range-bar", hand);
        min = field("min", model::typeMin);
        max = field("max", model::typeMax);
        scale = field("scale", model::typeScale);
        zeroPoint = field("zero-point", model::typeZeroPoint);
        Form.Line bar = form.line("inspector.range", withReset());
        bar.label().setLabelFor(range);
        Form.Line ends = form.pair("inspector.min", min, "inspector.max", max)
                .reasonOf(min)
                .reasonOf(max);
        reach.getStyleClass().add("muted");
        reach.setId("reach");
        reachLine = form.line("inspector.reach", reach);
        reachLine.label().getStyleClass().add("muted");
        zeroPoint.setPrefColumnCount(3);
        Form.Line step = form.pair("inspector.scale", scale, "inspector.zeroPoint", zeroPoint)
                .reasonOf(scale)
                .reasonOf(zeroPoint);
        ranged = List.of(bar, ends, step);
        for (int i = 0; i < OWN_FIGURES; i++) {
            own.add(ownFigure(form, i));
        }
    }

    private HBox withReset() {
        reset.setId("reset");
        reset.textProperty().bind(Texts.bind("inspector.reset"));
        Tooltip hint = new Tooltip();
        hint.textProperty().bind(Texts.bind("inspector.reset.hint"));
        reset.setTooltip(hint);
        reset.setOnAction(event -> model.reset());
        reset.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(range, Priority.ALWAYS);
        HBox line = new HBox(range, reset);
        line.getStyleClass().add("pair");
        return line;
    }

    private static Own ownFigure(Form form, int index) {
        Label value = new Label();
        value.setId("own-" + index);
        value.getStyleClass().add("own-figure");
        Tooltip exactly = new Tooltip();
        value.setTooltip(exactly);
        Form.Line line = form.line(value);
        line.label().setLabelFor(value);
        return new Own(line, value, exactly);
    }

    private static NumberField field(String id, Function<String, Optional<String>> commit) {
        NumberField field = new NumberField(commit);
        field.setId(id);
        field.setPrefColumnCount(5);
        return field;
    }

    void show(Choices choices, Figures figures) {
        boolean editable = choices.editable();
        boolean nothing = choices.configs().isEmpty();
        reset.setDisable(!figures.manual() || !editable);
        ranged.forEach(line -> line.show(editable || nothing));
        zeroPoint.setVisible(choices.integers() || nothing);
        range.show(
                editable && model.rows().size() == 1 ? hand.range() : Optional.empty(),
                model.editor().weightsProperty().get().map(LayerWeights::histogram));
        show(min, figures.min(), editable);
        show(max, figures.max(), editable);
        show(scale, figures.scale(), editable);
        String point = figures.zeroPoint().value().map(String::valueOf).orElse("");
        zeroPoint.setPromptText(figures.zeroPoint().mixed() ? Texts.get("inspector.mixed") : "");
        zeroPoint.show(point, point);
        zeroPoint.setDisable(!model.hasZeroPoint());
        showReach(choices, figures);
        showOwn(editable ? List.of() : figures.own());
    }

    private void showReach(Choices choices, Figures figures) {
        reachLine.show(
                choices.configs().stream().anyMatch(config -> config.format().isQuantized()));
        reach.setText(figures.reach()
                .map(ends -> Numbers.shortText(ends.min()) + " … " + Numbers.shortText(ends.max()))
                .orElse("–"));
    }

    private void showOwn(List<GridFigure> figures) {
        for (int i = 0; i < own.size(); i++) {
            Own line = own.get(i);
            line.line().show(i < figures.size());
            if (i < figures.size()) {
                GridFigure figure = figures.get(i);
                line.line().label().setText(capital(figure.name()));
                line.value().setText(figure.text());
                line.exactly().setText(figure.exact());
            }
        }
    }

    /** Names of figures stand inside sentences, too; Greek letters stay as they are. */
    private static String capital(String name) {
        char first = name.charAt(0);
        return first >= 'a' && first <= 'z' ? Character.toUpperCase(first) + name.substring(1) : name;
    }

    private static void show(NumberField field, Shared<Float> shared, boolean enabled) {
        field.setDisable(!enabled);
        field.setPromptText(shared.mixed() ? Texts.get("inspector.mixed") : "");
        field.show(
                shared.value().map(Numbers::field).orElse(""),
                shared.value().map(Numbers::editable).orElse(""));
    }
}
