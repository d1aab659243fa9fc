package org.bitwright.ui.common;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;

/**
 * A list of what the user gave names to, several of which can be chosen: Enter or a double click uses them, F2 renames,
 * Delete removes.
 */
public final class NamedTable<R> extends TableView<R> {
    private Runnable use = () -> {};
    private Runnable rename = () -> {};
    private Runnable remove = () -> {};
    private Consumer<List<R>> chosen = rows -> {};
    private boolean synchronizing;

    /**
     * @param title key of what screen readers call it
     * @param empty key of what is said where there is none
     */
    public NamedTable(
            String id, String title, String empty, List<? extends TableColumn<R, ?>> columns, ObservableList<R> rows) {
        setId(id);
        accessibleTextProperty().bind(Texts.bind(title));
        getStyleClass().addAll("dense", "edge-to-edge");
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns().setAll(columns);
        setItems(rows);
        setPlaceholder(placeholder(empty));
        getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        getSelectionModel().getSelectedItems().addListener((ListChangeListener<R>) change -> tell());
        setOnKeyPressed(this::keyPressed);
        setRowFactory(ignored -> row());
        Texts.follow(this, this::refresh);
    }

    public void setOnUse(Runnable action) {
        use = action;
    }

    public void setOnRename(Runnable action) {
        rename = action;
    }

    public void setOnRemove(Runnable action) {
        remove = action;
    }

    /** Called with the rows that the user has chosen. */
    public void setOnChosen(Consumer<List<R>> listener) {
        chosen = listener;
    }

    /** Chooses rows, without telling so. */
    public void choose(List<R> rows) {
        if (!synchronizing && !rows.equals(selected())) {
            synchronizing = true;
            getSelectionModel().clearSelection();
            rows.forEach(getSelectionModel()::select);
            if (!rows.isEmpty()) {
                scrollTo(rows.get(rows.size() - 1));
            }
            synchronizing = false;
        }
    }

    private void tell() {
        if (!synchronizing) {
            synchronizing = true;
            chosen.accept(selected());
            synchronizing = false;
        }
    }

    private List<R> selected() {
        return getSelectionModel().getSelectedItems().stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private TableRow<R> row() {
        TableRow<R> row = new TableRow<>();
        row.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2 && !row.isEmpty()) {
                use.run();
            }
        });
        return row;
    }

    private static Label placeholder(String empty) {
        Label none = new Label();
        none.textProperty().bind(Texts.bind(empty));
        none.setWrapText(true);
        none.getStyleClass().add("empty-text");
        return none;
    }

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case ENTER -> use.run();
            case DELETE -> remove.run();
            case F2 -> rename.run();
            default -> {
                return;
            }
        }
        event.consume();
    }
}
