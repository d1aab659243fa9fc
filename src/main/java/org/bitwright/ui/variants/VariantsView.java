package org.bitwright.ui.variants;

import java.util.Objects;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.NamedTable;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The table of variants, with what can be done to them above it. */
public final class VariantsView extends VBox {
    private final VariantsViewModel model;
    private final NamedTable<VariantRow> table;
    private final BooleanBinding one;
    private final BooleanBinding some;
    private final BooleanBinding comparable;
    private final BooleanBinding measurable;
    private Runnable compare = () -> {};
    private Runnable measure = () -> {};

    public VariantsView(VariantsViewModel model) {
        this.model = model;
        getStyleClass().add("variants");
        setId("variants");
        one = when(() -> model.single().isPresent());
        some = when(() -> !model.chosen().isEmpty());
        comparable = when(() -> model.pair().isPresent());
        measurable = Bindings.createBooleanBinding(model::canMeasure, model.rows());
        table = table();
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

    private NamedTable<VariantRow> table() {
        NamedTable<VariantRow> variants = new NamedTable<>(
                "variants-table", "variants.title", "variants.empty", VariantColumns.all(), model.rows());
        variants.setOnUse(model::load);
        variants.setOnRename(model::rename);
        variants.setOnRemove(model::remove);
        variants.setOnChosen(model::choose);
        model.chosen().addListener((InvalidationListener) change -> variants.choose(model.chosen()));
        return variants;
    }
}
