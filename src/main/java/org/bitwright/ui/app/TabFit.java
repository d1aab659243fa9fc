package org.bitwright.ui.app;

import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;

/** Sets the names of tabs closer where they would not all fit, as in large letters. */
final class TabFit {
    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

    private final TabPane pane;
    private double loose;
    private boolean fitting;

    TabFit(TabPane pane) {
        this.pane = pane;
        pane.skinProperty().addListener(observable -> follow());
    }

    private void follow() {
        if (pane.lookup(".headers-region") instanceof Region names
                && pane.lookup(".tab-header-area") instanceof Region area) {
            // larger letters make higher names
            names.heightProperty().addListener(observable -> loosen());
            pane.getTabs().forEach(tab -> tab.textProperty().addListener(observable -> loosen()));
            area.needsLayoutProperty().addListener((property, before, needs) -> {
                if (!needs && !fitting) {
                    fitting = true;
                    Platform.runLater(() -> fit(names, area));
                }
            });
        }
    }

    /** Names are measured anew. */
    private void loosen() {
        pane.pseudoClassStateChanged(TIGHT, false);
    }

    private void fit(Region names, Region area) {
        fitting = false;
        if (!pane.getPseudoClassStates().contains(TIGHT)) {
            loose = names.prefWidth(-1)
                    + area.getInsets().getLeft()
                    + area.getInsets().getRight();
        }
        pane.pseudoClassStateChanged(TIGHT, area.getWidth() > 0 && loose > area.getWidth());
    }
}
