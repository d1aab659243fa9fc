package org.bitwright.ui.recovery;

import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.project.Recovery;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Work that was left, one row each, with what can be done about it. */
public final class RecoveriesView extends VBox {
    private final RecoveriesViewModel model;
    private final Consumer<Recovery> recover;
    private final Consumer<Recovery> discard;

    public RecoveriesView(RecoveriesViewModel model, Consumer<Recovery> recover, Consumer<Recovery> discard) {
        this.model = model;
        this.recover = recover;
        this.discard = discard;
        getStyleClass().add("recoveries");
        model.found().addListener((InvalidationListener) observable -> fill());
        Texts.follow(this, this::fill);
        fill();
    }

    private void fill() {
        getChildren().setAll(model.found().stream().map(this::row).toList());
    }

    private Node row(Recovery recovery) {
        Label name = new Label(RecoveriesViewModel.name(recovery));
        name.getStyleClass().add("card-title");
        Label time = muted(RecoveriesViewModel.time(recovery));
        Label place = muted(RecoveriesViewModel.place(recovery));
        place.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        place.setTooltip(new Tooltip(place.getText()));
        VBox texts = new VBox(name, time, place);
        texts.setMinWidth(0);
        HBox.setHgrow(texts, Priority.ALWAYS);
        Button open = button("recovery.recover", recovery, () -> recover.accept(recovery));
        open.getStyleClass().addAll("accent", "recover");
        Button drop = button("recovery.discard", recovery, () -> discard.accept(recovery));
        drop.getStyleClass().add("discard");
        HBox row = new HBox(Icons.of(Feather.LIFE_BUOY, "warning"), texts, open, drop);
        row.getStyleClass().add("recovery");
        return row;
    }

    private static Label muted(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("muted");
        return label;
    }

    private static Button button(String key, Recovery recovery, Runnable action) {
        Button button = new Button(Texts.get(key));
        button.setMinWidth(USE_PREF_SIZE);
        button.setAccessibleText(button.getText() + ": " + RecoveriesViewModel.name(recovery));
        button.setOnAction(event -> action.run());
        return button;
    }
}
