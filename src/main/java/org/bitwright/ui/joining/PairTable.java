package org.bitwright.ui.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.transformation.SortedList;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.bitwright.ui.common.Texts;

/** The constants of the graph with the tensors that take their places. Enter, Space or F4 opens the choice of a tensor. */
final class PairTable extends TableView<PairRow> {
    private static final PseudoClass DOUBTFUL = PseudoClass.getPseudoClass("doubtful");
    private static final List<KeyCode> OPENING = List.of(KeyCode.ENTER, KeyCode.SPACE, KeyCode.F4);
    private static final double PIXELS_A_SHARE = 100;

    private final List<TensorCell> cells = new ArrayList<>();

    PairTable(JoinViewModel model) {
        setId("join-pairs");
        setAccessibleText(Texts.get("joinForm.table"));
        getStyleClass().addAll("dense", "pair-table");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().add(text("joinForm.initializer", PairRow::initializer, 1.85));
        getColumns().add(text("joinForm.use", row -> row.row().use(), 1.75));
        getColumns().add(text("joinForm.shape", row -> row.row().shape().toString(), 1.45));
        getColumns().add(tensor(model));
        getColumns().add(found());
        SortedList<PairRow> sorted = new SortedList<>(model.shown());
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        setPlaceholder(new Label(Texts.get("joinForm.noneShown")));
        addEventFilter(KeyEvent.KEY_PRESSED, this::openByKey);
        getSelectionModel().selectFirst();
    }

    private void openByKey(KeyEvent event) {
        if (OPENING.contains(event.getCode()) && isFocused()) {
            PairRow chosen = getSelectionModel().getSelectedItem();
            cells.stream()
                    .filter(cell -> chosen != null && cell.getItem() == chosen)
                    .findFirst()
                    .ifPresent(TensorCell::open);
            event.consume();
        }
    }

    private static TableColumn<PairRow, String> text(String key, Function<PairRow, String> text, double share) {
        TableColumn<PairRow, String> column = column(key, share);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setCellFactory(ignored -> new TextCell());
        return column;
    }

    private TableColumn<PairRow, PairRow> tensor(JoinViewModel model) {
        TableColumn<PairRow, PairRow> column = column("joinForm.tensor", 2.25);
        column.setComparator(
                (a, b) -> a.tensor().orElse("").compareTo(b.tensor().orElse("")));
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(cell::getValue, cell.getValue().pairProperty()));
        column.setCellFactory(ignored -> {
            TensorCell cell = new TensorCell(model);
            cells.add(cell);
            return cell;
        });
        return column;
    }

    private static TableColumn<PairRow, String> found() {
        TableColumn<PairRow, String> column = column("joinForm.found", 2.2);
        column.setCellValueFactory(cell -> Bindings.createStringBinding(
                () -> JoinTexts.match(cell.getValue()), cell.getValue().pairProperty()));
        column.setCellFactory(ignored -> new TextCell());
        return column;
    }

    private static <T> TableColumn<PairRow, T> column(String key, double share) {
        TableColumn<PairRow, T> column = new TableColumn<>(Texts.get(key));
        column.setPrefWidth(share * PIXELS_A_SHARE);
        return column;
    }

    /** A text with itself as a hint, marked where the pair is doubtful. */
    private static final class TextCell extends TableCell<PairRow, String> {
        @Override
        protected void updateItem(String text, boolean empty) {
            super.updateItem(text, empty);
            boolean none = empty || text == null;
            setText(none ? null : text);
            setTooltip(none || text.isEmpty() ? null : new Tooltip(text));
            PairRow row = getTableRow() == null ? null : getTableRow().getItem();
            pseudoClassStateChanged(DOUBTFUL, !none && row != null && row.isDoubtful());
        }
    }
}
