package org.bitwright.ui.variants;

import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The table of variants, with what can be done to them above it. */
public final class VariantsView extends VBox {
    private final VariantsViewModel model;
    private final TableView<VariantRow> table = new TableView<>();
    private final BooleanBinding one;
    private final BooleanBinding some;
    private final BooleanBinding comparable;
    private final BooleanBinding measurable;
    private Runnable compare = () -> {};
    private Runnable measure = () -> {};
    private boolean synchronizing;

    public VariantsView(VariantsViewModel model) {
        this.model = model;
        getStyleClass().add("variants");
        setId("variants");
        one = when(() -> model.single().isPresent());
        some = when(() -> !model.chosen().isEmpty());
        comparable = when(() -> model.pair().isPresent());
        measurable = Bindings.createBooleanBinding(model::canMeasure, model.rows());
        fill();
        HBox bar = new HBox(
                button("snapshot", Feather.CAMERA, Bindings.createBooleanBinding(() -> true), model::snapshot),
                button("load", Feather.CORNER_DOWN_LEFT, one, model::load),
                button("compare", Feather.COLUMNS, comparable, () -> compare.run()),
                button("measure", Feather.PLAY, measurable, () -> measure.run()),
                button("rename", Feather.EDIT_2, one, model::rename),
                button("remove", Feather.TRASH_2, some, model::remove));
        bar.getStyleClass().add("variants-bar");
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(bar, table);
        getStylesheets()
                .add(Objects.requireNonNull(VariantsView.class.getResource("variants.css"))
                        .toExternalForm());
    }

    /** Called when two are to be looked at side by side: {@link VariantsViewModel#pair}. */
    public void setOnCompare(Runnable listener) {
        compare = listener;
    }

    /** Called when those are to be measured that are not yet: {@link VariantsViewModel#unmeasured}. */
    public void setOnMeasure(Runnable listener) {
        measure = listener;
    }

    private BooleanBinding when(java.util.function.BooleanSupplier condition) {
        return Bindings.createBooleanBinding(condition::getAsBoolean, model.chosen());
    }

    private static Button button(
            String name, Feather icon, javafx.beans.value.ObservableBooleanValue enabled, Runnable action) {
        Button button = new Button("", Icons.of(icon));
        button.setId("variants-" + name);
        button.textProperty().bind(Texts.bind("variants." + name));
        button.getStyleClass().addAll("flat", "small");
        button.setMinWidth(USE_PREF_SIZE);
        button.disableProperty().bind(Bindings.not(enabled));
        button.setOnAction(event -> action.run());
        return button;
    }

    private void fill() {
        table.setId("variants-table");
        table.accessibleTextProperty().bind(Texts.bind("variants.title"));
        table.getStyleClass().addAll("dense", "edge-to-edge");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns().setAll(VariantColumns.all());
        table.setItems(model.rows());
        table.setPlaceholder(placeholder());
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        table.getSelectionModel().getSelectedItems().addListener((ListChangeListener<VariantRow>) change -> chosen());
        model.chosen().addListener((ListChangeListener<VariantRow>) change -> showChosen());
        table.setOnKeyPressed(this::keyPressed);
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                model.load();
            }
        });
        Texts.follow(table, table::refresh);
    }

    private static Node placeholder() {
        Label none = new Label();
        none.textProperty().bind(Texts.bind("variants.empty"));
        none.setWrapText(true);
        none.getStyleClass().add("empty-text");
        return none;
    }

    private void keyPressed(KeyEvent event) {
        KeyCode code = event.getCode();
        if (code == KeyCode.ENTER) {
            model.load();
        } else if (code == KeyCode.DELETE) {
            model.remove();
        } else if (code == KeyCode.F2) {
            model.rename();
        } else {
            return;
        }
        event.consume();
    }

    private void chosen() {
        if (!synchronizing) {
            synchronizing = true;
            List<VariantRow> rows = table.getSelectionModel().getSelectedItems().stream()
                    .filter(Objects::nonNull)
                    .toList();
            model.choose(rows);
            synchronizing = false;
        }
    }

    private void showChosen() {
        if (!synchronizing) {
            synchronizing = true;
            table.getSelectionModel().clearSelection();
            model.chosen().forEach(table.getSelectionModel()::select);
            synchronizing = false;
        }
    }
}
