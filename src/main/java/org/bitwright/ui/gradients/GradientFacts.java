package org.bitwright.ui.gradients;

import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The numbers of the gradient that is drawn; exact ones in the tooltips. */
final class GradientFacts extends GridPane {
    private final GradientsViewModel model;

    GradientFacts(GradientsViewModel model) {
        this.model = model;
        getStyleClass().add("facts");
        add("sqnr", gradient -> Numbers.decibels(gradient.sqnr()) + " dB", GradientStatistics::sqnr);
        add("greatest", gradient -> Numbers.shortText(gradient.maxAbs()), GradientStatistics::maxAbs);
        add("step", gradient -> Numbers.shortText(gradient.step()), GradientStatistics::step);
        add("mse", gradient -> Numbers.shortText(gradient.mse()), GradientStatistics::mse);
        add("lost", gradient -> Numbers.percent(gradient.roundedToZero()), GradientStatistics::roundedToZero);
        add("zeros", gradient -> Numbers.percent(gradient.zeros()), GradientStatistics::zeros);
        add("values", gradient -> Numbers.count(gradient.values()), gradient -> (double) gradient.values());
        add("sent", gradient -> Numbers.bytes(GradientTexts.bytes(gradient.sentBits())), gradient ->
                (double) GradientTexts.bytes(gradient.sentBits()));
    }

    private void add(
            String name, Function<GradientStatistics, String> few, Function<GradientStatistics, Double> exact) {
        Label label = new Label();
        label.textProperty().bind(Texts.bind("gradients.fact." + name));
        label.getStyleClass().add("muted");
        label.setMinWidth(USE_PREF_SIZE);
        Tooltip meaning = new Tooltip();
        meaning.getStyleClass().add("long");
        meaning.setWrapText(true);
        meaning.textProperty().bind(Texts.bind("gradients.meaning." + name));
        label.setTooltip(meaning);
        Label value = new Label();
        value.setId("gradient-" + name);
        value.getStyleClass().add("figure");
        value.setMinWidth(USE_PREF_SIZE);
        Tooltip all = new Tooltip();
        value.setTooltip(all);
        label.setLabelFor(value);
        addRow(getRowCount(), label, value);
        Runnable tell = () -> {
            Optional<GradientStatistics> shown = model.shown();
            value.setText(shown.map(few).orElse("–"));
            all.setText(shown.map(exact)
                    .map(number -> Numbers.exact((double) number))
                    .orElse("–"));
        };
        model.shownProperty().addListener(observable -> {
            model.shown();
            tell.run();
        });
        tell.run();
    }
}
