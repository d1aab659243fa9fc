package org.bitwright.ui.layers;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Texts;
import org.controlsfx.control.textfield.CustomTextField;
import org.controlsfx.control.textfield.TextFields;
import org.kordamp.ikonli.feather.Feather;

/** The layer table with its filter. */
public final class LayersView extends VBox {
    private final LayersViewModel model;
    private final CustomTextField filter = (CustomTextField) TextFields.createClearableTextField();
    private final TableView<LayerRow> table = new TableView<>();
    private final Palette palette = new Palette();
    private boolean synchronizing;

    public LayersView(LayersViewModel model) {
        this.model = model;
        setId("layers");
        getStyleClass().addAll("panel", "layers");
        getChildren().addAll(palette, header(), table());
    }

    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    public void focusTable() {
        table.requestFocus();
    }

    public void selectAll() {
        table.getSelectionModel().selectAll();
        table.requestFocus();
    }

    private HBox header() {
        Label title = new Label();
        title.textProperty().bind(Texts.bind("layers.title"));
        title.getStyleClass().add("panel-title");
        title.setMinWidth(USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        filter.setId("filter");
        filter.setLeft(Icons.of(Feather.SEARCH));
        filter.promptTextProperty().bind(Texts.bind("layers.filter"));
        filter.accessibleTextProperty().bind(Texts.bind("layers.filter"));
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.addEventHandler(KeyEvent.KEY_PRESSED, this::leaveFilter);
        HBox header = new HBox(title, space, filter);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private void leaveFilter(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
            filter.clear();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
            table.requestFocus();
            event.consume();
        }
    }

    private TableView<LayerRow> table() {
        table.setId("layer-table");
        table.accessibleTextProperty().bind(Texts.bind("layers.title"));
        table.getColumns().setAll(LayerColumns.all(model, palette));
        table.setTableMenuButtonVisible(true);
        table.getStyleClass().addAll("dense", "edge-to-edge");
        Label empty = new Label();
        empty.textProperty().bind(Texts.bind("layers.empty"));
        table.setPlaceholder(empty);
        SortedList<LayerRow> sorted = new SortedList<>(model.shown());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<LayerRow>) change -> chosen());
        model.selected().addListener((ListChangeListener<LayerRow>) change -> showSelection());
        table.setContextMenu(LayerMenu.create(model));
        VBox.setVgrow(table, Priority.ALWAYS);
        return table;
    }

    /** Column widths follow the size of the font. */
    public void setFontWidths(double em) {
        for (TableColumn<LayerRow, ?> column : table.getColumns()) {
            column.setPrefWidth((double) column.getUserData() * em);
        }
    }

    private void chosen() {
        if (synchronizing) {
            return;
        }
        synchronizing = true;
        List<LayerRow> rows = new ArrayList<>(table.getSelectionModel().getSelectedItems());
        rows.removeIf(java.util.Objects::isNull);
        LayerRow focused = table.getFocusModel().getFocusedItem();
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
        table.getSelectionModel().clearSelection();
        model.selected().forEach(table.getSelectionModel()::select);
        if (!model.selected().isEmpty()) {
            table.scrollTo(model.selected().get(model.selected().size() - 1));
        }
        synchronizing = false;
    }
}
