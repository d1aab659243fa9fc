package org.bitwright.ui.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TableCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.StringConverter;
import org.bitwright.ui.common.Texts;

/** The choice of the tensor that takes a constant's place, among those that fit. */
final class TensorCell extends TableCell<PairRow, PairRow> {
    private final JoinViewModel model;
    private final ComboBox<Optional<String>> box = new ComboBox<>();
    private boolean showing;

    TensorCell(JoinViewModel model) {
        this.model = model;
        getStyleClass().add("tensor-cell");
        box.setMaxWidth(Double.MAX_VALUE);
        // The table has the focus: Tab must not walk through hundreds of boxes.
        box.setFocusTraversable(false);
        box.setConverter(new TensorNames());
        box.valueProperty().addListener((property, before, now) -> {
            if (!showing && now != null && getItem() != null) {
                model.choose(getItem(), now);
            }
        });
        box.setOnShowing(event -> {
            getTableView().getSelectionModel().clearAndSelect(getIndex());
            fill(getItem());
        });
        box.setOnHidden(event -> getTableView().requestFocus());
        box.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && box.isShowing()) {
                box.hide();
                event.consume();
            }
        });
    }

    /** Opens the list of tensors. */
    void open() {
        box.requestFocus();
        box.show();
    }

    /** The list is made when someone opens it: a large network has many rows with long lists. */
    private void fill(PairRow row) {
        List<Optional<String>> choices = new ArrayList<>();
        choices.add(Optional.empty());
        row.candidates().forEach(name -> choices.add(Optional.of(name)));
        showing = true;
        box.getItems().setAll(choices);
        box.setValue(row.tensor());
        showing = false;
    }

    @Override
    protected void updateItem(PairRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        showing = true;
        box.getItems().setAll(List.of(row.tensor()));
        box.setValue(row.tensor());
        showing = false;
        box.setDisable(row.candidates().isEmpty());
        box.setAccessibleText(Texts.get("joinForm.tensorFor", row.initializer()));
        setGraphic(box);
    }

    /** Names of tensors, and words for none. */
    private static final class TensorNames extends StringConverter<Optional<String>> {
        @Override
        public String toString(Optional<String> tensor) {
            return tensor == null ? "" : tensor.orElseGet(() -> Texts.get("joinForm.none"));
        }

        @Override
        public Optional<String> fromString(String text) {
            throw new UnsupportedOperationException("tensors are chosen, not typed");
        }
    }
}
