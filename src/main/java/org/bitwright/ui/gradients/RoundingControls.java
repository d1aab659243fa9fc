package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.Texts;

/** How gradients are rounded: those of a run as it is, those of the present configuration as is asked for. */
final class RoundingControls extends HBox {
    private static final int LEAST = 2;
    private static final int MOST = 16;

    private final GradientsViewModel model;
    private final ComboBox<Integer> bits = new ComboBox<>();
    private final ComboBox<Boolean> stochastic = new ComboBox<>();
    private final CheckBox feedback = new CheckBox();
    private boolean showing;

    RoundingControls(GradientsViewModel model) {
        this.model = model;
        getStyleClass().add("rounding");
        setAlignment(Pos.CENTER_LEFT);
        bits.setId("gradient-bits");
        bits.getItems()
                .setAll(Stream.concat(IntStream.rangeClosed(LEAST, MOST).boxed(), Stream.of(Float.SIZE))
                        .toList());
        stochastic.setId("gradient-rounding");
        stochastic.getItems().setAll(List.of(true, false));
        feedback.setId("gradient-feedback");
        feedback.textProperty().bind(Texts.bind("gradients.feedback"));
        feedback.setMinWidth(USE_PREF_SIZE);
        describe();
        getChildren().addAll(bits, stochastic, feedback);
        bits.setOnAction(event -> ask());
        stochastic.setOnAction(event -> ask());
        feedback.setOnAction(event -> ask());
        model.courseProperty().addListener((value, before, now) -> show());
        model.roundingProperty().addListener(observable -> show());
        model.sourceProperty().addListener(observable -> show());
        Texts.follow(this, this::translate);
        translate();
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

    /** Converters say the same in another language only if they are others. */
    private void translate() {
        bits.setConverter(
                shown(width -> width == Float.SIZE
                        ? Texts.get("gradients.float")
                        : Texts.get("gradients.width", String.valueOf(width))));
        stochastic.setConverter(shown(random -> Texts.get(random ? "gradients.stochastic" : "gradients.nearest")));
        show();
    }

    private static <T> StringConverter<T> shown(java.util.function.Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String string) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        };
    }

    private void show() {
        boolean present = model.sourceProperty().get().isPresent();
        Optional<GradientRounding> how = present ? model.roundingProperty().get() : model.shownRounding();
        showing = true;
        bits.setValue(how.map(GradientRounding::bits).orElse(Float.SIZE));
        how.ifPresent(rounding -> {
            stochastic.setValue(rounding.stochastic());
            feedback.setSelected(rounding.errorFeedback());
        });
        if (stochastic.getValue() == null) {
            stochastic.setValue(true);
        }
        showing = false;
        bits.setDisable(!present);
        stochastic.setDisable(!present || how.isEmpty());
        feedback.setDisable(!present || how.isEmpty());
    }

    private void ask() {
        if (!showing) {
            model.roundingProperty()
                    .set(
                            bits.getValue() == Float.SIZE
                                    ? Optional.empty()
                                    : Optional.of(new GradientRounding(
                                            bits.getValue(), stochastic.getValue(), feedback.isSelected())));
        }
    }
}
