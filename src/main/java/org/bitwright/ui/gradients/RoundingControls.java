package org.bitwright.ui.gradients;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.Texts;

/** How gradients are rounded: those of a run as it is, those of the present configuration as is asked for. */
final class RoundingControls extends HBox {
    private static final int LEAST = 2;
    private static final int MOST = 16;

    private final GradientsViewModel model;
    private final TranslatedBox<Integer> bits = new TranslatedBox<>(
            "gradient-bits",
            FXCollections.observableArrayList(
                    Stream.concat(IntStream.rangeClosed(LEAST, MOST).boxed(), Stream.of(Float.SIZE))
                            .toList()),
            RoundingControls::width,
            chosen -> ask());
    private final TranslatedBox<Boolean> stochastic = new TranslatedBox<>(
            "gradient-rounding",
            FXCollections.observableArrayList(true, false),
            random -> Texts.get(random ? "gradients.stochastic" : "gradients.nearest"),
            chosen -> ask());
    private final CheckBox feedback = new CheckBox();

    RoundingControls(GradientsViewModel model) {
        this.model = model;
        getStyleClass().add("rounding");
        setAlignment(Pos.CENTER_LEFT);
        feedback.setId("gradient-feedback");
        feedback.textProperty().bind(Texts.bind("gradients.feedback"));
        feedback.setMinWidth(USE_PREF_SIZE);
        describe();
        getChildren().addAll(bits, stochastic, feedback);
        feedback.setOnAction(event -> ask());
        model.courseProperty().addListener((value, before, now) -> show());
        model.roundingProperty().addListener(observable -> show());
        model.sourceProperty().addListener(observable -> show());
        show();
    }

    private void describe() {
        Tooltip why = new Tooltip();
        why.textProperty().bind(Texts.bind("gradients.feedback.hint"));
        why.getStyleClass().add("long");
        why.setWrapText(true);
        feedback.setTooltip(why);
        bits.accessibleTextProperty().bind(Texts.bind("gradients.bits"));
        stochastic.accessibleTextProperty().bind(Texts.bind("gradients.rounding"));
    }

    private static String width(int bits) {
        return bits == Float.SIZE ? Texts.get("gradients.float") : Texts.get("gradients.width", String.valueOf(bits));
    }

    private void show() {
        boolean present = model.sourceProperty().get().isPresent();
        Optional<GradientRounding> how = present ? model.roundingProperty().get() : model.shownRounding();
        bits.show(how.map(GradientRounding::bits).orElse(Float.SIZE));
        stochastic.show(how.map(GradientRounding::stochastic).orElse(!Boolean.FALSE.equals(stochastic.getValue())));
        how.ifPresent(rounding -> feedback.setSelected(rounding.errorFeedback()));
        bits.setDisable(!present);
        stochastic.setDisable(!present || how.isEmpty());
        feedback.setDisable(!present || how.isEmpty());
    }

    private void ask() {
        model.roundingProperty()
                .set(
                        bits.getValue() == Float.SIZE
                                ? Optional.empty()
                                : Optional.of(new GradientRounding(
                                        bits.getValue(), stochastic.getValue(), feedback.isSelected())));
    }
}
