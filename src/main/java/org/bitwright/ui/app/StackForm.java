package org.bitwright.ui.app;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.stage.Stage;
import org.bitwright.model.DenseStack;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.joining.StackView;
import org.bitwright.ui.joining.StackViewModel;

/** Asks which dense layers follow each other, and what lies between them. */
final class StackForm {
    private final String weights;
    private final StackViewModel model;

    StackForm(String weights, StackViewModel model) {
        this.weights = weights;
        this.model = model;
    }

    /** Shows the form; {@code go} gets the stack if it is confirmed. */
    void show(Stage owner, Consumer<DenseStack> go) {
        FormDialog dialog = new FormDialog(
                owner,
                "stack",
                Texts.get("stackForm.title") + " – " + weights,
                Texts.get("stackForm.go"),
                new StackView(model));
        dialog.widen();
        dialog.button()
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !model.faultsProperty().get().isEmpty(), model.faultsProperty()));
        dialog.show(() -> go.accept(model.stackProperty().get()));
    }
}
