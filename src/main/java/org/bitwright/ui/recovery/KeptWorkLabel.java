package org.bitwright.ui.recovery;

import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.kordamp.ikonli.feather.Feather;

/** Whether the work is saved, or kept against a crash: a few quiet words. */
public final class KeptWorkLabel extends Label {
    private final KeptWorkViewModel model;
    private final Tooltip tooltip = new Tooltip();
    private final Node warning = Icons.of(Feather.ALERT_TRIANGLE, "warning");

    public KeptWorkLabel(Workbench workbench, KeptWorkViewModel model) {
        this.model = model;
        setId("status-kept");
        getStyleClass().add("muted");
        setMinWidth(USE_PREF_SIZE);
        tooltip.getStyleClass().add("long");
        setTooltip(tooltip);
        InvalidationListener changed = observable -> render();
        Stream.of(workbench.projectProperty(), workbench.modifiedProperty(), model.stateProperty())
                .forEach(observable -> observable.addListener(changed));
        Texts.follow(this, this::render);
        managedProperty().bind(visibleProperty());
        render();
    }

    private void render() {
        String text = model.text();
        setVisible(!text.isEmpty());
        setText(text);
        setGraphic(Optional.of(warning).filter(icon -> model.isInDanger()).orElse(null));
        tooltip.setText(model.explanation());
        setAccessibleText(text);
        setAccessibleHelp(model.explanation());
    }
}
