package org.bitwright.ui.app;

import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.stage.Stage;
import org.bitwright.model.JoinedPair;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.joining.JoinView;
import org.bitwright.ui.joining.JoinViewModel;

/** Asks which tensors take the places of which constants. */
final class JoinForm {
    private final String weights;
    private final String graph;
    private final JoinViewModel model;

    JoinForm(String weights, String graph, JoinViewModel model) {
        this.weights = weights;
        this.graph = graph;
        this.model = model;
    }

    /** Shows the form; {@code go} gets the pairs if they are confirmed. */
    void show(Stage owner, Consumer<List<JoinedPair>> go) {
        JoinView view = new JoinView(model);
        FormDialog dialog = new FormDialog(
                owner, "join", Texts.get("joinForm.title", weights, graph), Texts.get("joinForm.go"), view);
        dialog.widen();
        dialog.button()
                .disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !model.faultsProperty().get().isEmpty(), model.faultsProperty()));
        dialog.show(() -> go.accept(model.pairsProperty().get()), view::focusTable);
    }
}
