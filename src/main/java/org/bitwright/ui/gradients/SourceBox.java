package org.bitwright.ui.gradients;

import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.bitwright.ui.common.Texts;

/** Where the gradients that are shown are from. */
final class SourceBox extends ComboBox<GradientSource> {

    SourceBox(GradientsViewModel model) {
        setId("gradient-source");
        getStyleClass().add("source");
        accessibleTextProperty().bind(Texts.bind("gradients.source"));
        setItems(model.sources());
        valueProperty().set(model.sourceProperty().get());
        setOnAction(event -> {
            if (getValue() != null) {
                model.sourceProperty().set(getValue());
            }
        });
        model.sourceProperty().addListener((property, before, now) -> setValue(now));
        Texts.follow(this, this::translate);
        translate();
    }

    private void translate() {
        setConverter(new StringConverter<>() {
            @Override
            public String toString(GradientSource source) {
                return source == null ? "" : GradientTexts.source(source);
            }

            @Override
            public GradientSource fromString(String string) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
    }
}
