package org.bitwright.ui.app;

import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.util.StringConverter;
import org.bitwright.model.ImageSettings;
import org.bitwright.model.ImageSettings.ChannelOrder;
import org.bitwright.model.ImageSettings.Fit;
import org.bitwright.ui.common.Texts;

/** How files of images become samples. */
final class ImageFields {
    private final ComboBox<Fit> fit;
    private final TextField shorterSide;
    private final ComboBox<ChannelOrder> order;

    /** Adds its fields to a form. */
    ImageFields(ImageSettings before, GridPane form, Runnable changed) {
        fit = box("data-image-fit", "imageFit.", before.fit(), Fit.values());
        order = box("data-image-order", "channelOrder.", before.order(), ChannelOrder.values());
        shorterSide = TypedNumbers.field(
                "data-shorter-side", TypedNumbers.text(before.shorterSide()), TypedNumbers::isBlankOrWhole);
        shorterSide.setPromptText(Texts.get("dataForm.shorterSidePrompt"));
        shorterSide.disableProperty().bind(fit.valueProperty().isNotEqualTo(Fit.CROP));
        DataForm.row(form, Texts.get("dataForm.fit"), fit);
        DataForm.row(form, Texts.get("dataForm.shorterSide"), shorterSide);
        DataForm.row(form, Texts.get("dataForm.order"), order);
        fit.valueProperty().addListener(observable -> changed.run());
        order.valueProperty().addListener(observable -> changed.run());
        shorterSide.textProperty().addListener(observable -> changed.run());
    }

    /** Puts other settings into the fields. */
    void show(ImageSettings settings) {
        fit.setValue(settings.fit());
        order.setValue(settings.order());
        shorterSide.setText(TypedNumbers.text(settings.shorterSide()));
    }

    Optional<ImageSettings> settings() {
        return TypedNumbers.isBlankOrWhole(shorterSide.getText())
                ? Optional.of(
                        new ImageSettings(fit.getValue(), TypedNumbers.whole(shorterSide.getText()), order.getValue()))
                : Optional.empty();
    }

    @SafeVarargs
    private static <E extends Enum<E>> ComboBox<E> box(String id, String prefix, E chosen, E... values) {
        ComboBox<E> box = new ComboBox<>();
        box.setId(id);
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(values);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(E value) {
                return value == null ? "" : Texts.get(prefix + value.name());
            }

            @Override
            public E fromString(String text) {
                return chosen;
            }
        });
        box.setValue(chosen);
        return box;
    }
}
