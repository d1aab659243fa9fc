package org.bitwright.ui.activations;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The list of activations; several can be chosen. */
public final class EdgesView extends VBox {
    private final EdgesViewModel model;
    private final TableView<EdgeRow> table = new TableView<>();
    private final Label touching = new Label();
    private boolean synchronizing;

    public EdgesView(EdgesViewModel model) {
        this.model = model;
        setId("edges");
        getStyleClass().addAll("panel", "edges");
        getChildren().addAll(header(), table());
        model.touchingProperty().addListener(observable -> tell());
        Texts.follow(this, this::tell);
        tell();
    }

    private HBox header() {
        Label title = new Label();
        title.textProperty().bind(Texts.bind("activations.title"));
        title.getStyleClass().add("panel-title");
        title.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        touching.getStyleClass().add("muted");
        HBox header = new HBox(title, space, touching);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private void tell() {
        int count = model.touchingProperty().get();
        touching.setText(count == 0 ? "" : Texts.get("edges.touching", Numbers.count(count)));
    }

    private TableView<EdgeRow> table() {
        table.setId("edge-table");
        table.accessibleTextProperty().bind(Texts.bind("activations.title"));
        table.getColumns().setAll(EdgeColumns.all(model));
        table.setTableMenuButtonVisible(true);
        table.getStyleClass().addAll("dense", "edge-to-edge");
        Label empty = new Label();
        empty.textProperty().bind(Texts.bind("edges.empty"));
        empty.setWrapText(true);
        empty.getStyleClass().add("muted");
        table.setPlaceholder(empty);
        SortedList<EdgeRow> sorted = new SortedList<>(model.shown());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<EdgeRow>) change -> chosen());
        model.onSelection(this::showSelection);
        table.setContextMenu(EdgeMenu.create(model));
        VBox.setVgrow(table, Priority.ALWAYS);
        return table;
    }

    /** Column widths follow the size of the font. */
    public void setFontWidths(double em) {
        for (TableColumn<EdgeRow, ?> column : table.getColumns()) {
            column.setPrefWidth((double) column.getUserData() * em);
        }
    }

    private void chosen() {
        if (synchronizing) {
            return;
        }
        synchronizing = true;
        List<EdgeRow> rows = new ArrayList<>(table.getSelectionModel().getSelectedItems());
        rows.removeIf(Objects::isNull);
        EdgeRow focused = table.getFocusModel().getFocusedItem();
        if (focused != null && rows.remove(focused)) {
            rows.add(focused);
        }
        model.select(rows);
        synchronizing = false;
    }

    private void showSelection() {
        if (synchronizing) {
            return;
        }
        synchronizing = true;
        List<EdgeRow> rows = List.copyOf(model.selected());
        table.getSelectionModel().clearSelection();
        rows.forEach(table.getSelectionModel()::select);
        if (!rows.isEmpty()) {
            table.scrollTo(rows.get(rows.size() - 1));
        }
        synchronizing = false;
    }
}
