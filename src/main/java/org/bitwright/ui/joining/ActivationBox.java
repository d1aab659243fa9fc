package org.bitwright.ui.joining;

import javafx.scene.control.ComboBox;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.bitwright.model.ActivationFunction;

/** The choice of what a layer's sums go through. */
final class ActivationBox {
    private ActivationBox() {}

    static ComboBox<ActivationFunction> create(String id) {
        ComboBox<ActivationFunction> box = new ComboBox<>();
        box.setId(id);
        box.getItems().setAll(ActivationFunction.values());
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(ActivationFunction activation) {
                return activation == null ? "" : StackTexts.name(activation);
            }

            @Override
            public ActivationFunction fromString(String text) {
                throw new UnsupportedOperationException("activations are chosen, not typed");
            }
        });
        return box;
    }
}
