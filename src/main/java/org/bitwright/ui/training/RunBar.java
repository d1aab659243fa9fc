package org.bitwright.ui.training;

import javafx.beans.InvalidationListener;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What can be done to the chosen runs, and the way to a new one. */
final class RunBar extends HBox {
    private final TrainingViewModel model;
    private final Button train = named("train", Feather.PLAY);
    private final Button use = named("use", Feather.CHECK);
    private final Button keep = named("keep", Feather.CAMERA);
    private final Button goOn = icon("continue", Feather.PLAY_CIRCLE);
    private final Button rename = icon("rename", Feather.EDIT_2);
    private final Button remove = icon("remove", Feather.TRASH_2);

    RunBar(TrainingViewModel model) {
        this.model = model;
        getStyleClass().add("training-bar");
        setMinHeight(USE_PREF_SIZE);
        train.getStyleClass().add("accent");
        train.setOnAction(event -> model.ask());
        use.setOnAction(event -> model.use());
        keep.setOnAction(event -> model.keepAsVariant());
        goOn.setOnAction(event -> model.goOn());
        rename.setOnAction(event -> model.rename());
        remove.setOnAction(event -> model.remove());
        getChildren().addAll(train, use, keep, goOn, rename, remove);
        InvalidationListener changed = observable -> tell();
        model.rows().addListener(changed);
        model.chosenNames().addListener(changed);
        model.controlProperty().addListener((property, before, now) -> tell());
        tell();
    }

    private void tell() {
        boolean busy = model.controlProperty().get().isActive();
        train.setDisable(busy);
        use.setDisable(model.single().filter(RunRow::isUsable).isEmpty());
        keep.setDisable(model.single()
                .filter(row -> row.run().result().isPresent() && !row.isLive())
                .isEmpty());
        goOn.setDisable(busy || model.single().filter(RunRow::canGoOn).isEmpty());
        rename.setDisable(model.single().filter(row -> !row.isLive()).isEmpty());
        remove.setDisable(model.chosen().stream().allMatch(RunRow::isLive));
    }

    static Button named(String name, Feather icon) {
        Button button = new Button("", Icons.of(icon));
        button.setId("training-" + name);
        button.textProperty().bind(Texts.bind("training." + name));
        button.getStyleClass().add("small");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    static Button icon(String name, Feather icon) {
        Button button = new Button("", Icons.of(icon));
        button.setId("training-" + name);
        button.accessibleTextProperty().bind(Texts.bind("training." + name));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind("training." + name));
        button.setTooltip(tooltip);
        button.getStyleClass().addAll("flat", "small");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }
}
