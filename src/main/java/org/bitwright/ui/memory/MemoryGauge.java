package org.bitwright.ui.memory;

import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import org.bitwright.ui.common.Texts;

/** A quiet bar of the heap in use; pressed, it collects garbage. */
public final class MemoryGauge extends Button {
    private static final PseudoClass FULL = PseudoClass.getPseudoClass("full");

    private final MemoryViewModel model;
    private final ProgressBar bar = new ProgressBar(0);
    private final Tooltip tooltip = new Tooltip();

    public MemoryGauge(MemoryViewModel model) {
        this.model = model;
        setId("memory");
        getStyleClass().addAll("flat", "memory-gauge");
        bar.setFocusTraversable(false);
        setGraphic(bar);
        setMinWidth(USE_PREF_SIZE);
        tooltip.getStyleClass().add("long");
        setTooltip(tooltip);
        setOnAction(event -> model.collect());
        InvalidationListener changed = observable -> render();
        model.useProperty().addListener(changed);
        model.nearlyFullProperty().addListener(changed);
        Texts.follow(this, this::render);
        render();
    }

    private void render() {
        bar.setProgress(model.useProperty().get().share());
        pseudoClassStateChanged(FULL, model.nearlyFullProperty().get());
        setText(model.used());
        tooltip.setText(model.explanation());
        setAccessibleText(Texts.get("memory.accessible", model.text()));
        setAccessibleHelp(model.explanation());
    }
}
