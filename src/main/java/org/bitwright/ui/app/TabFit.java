package org.bitwright.ui.app;

import javafx.css.PseudoClass;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;
import org.bitwright.ui.common.AfterLayout;

/** Sets the names of tabs closer where they would not all fit, as in large letters. */
final class TabFit {
    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

    private final TabPane pane;
    private double loose;

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
            AfterLayout fitting = new AfterLayout(() -> fit(names, area));
            area.needsLayoutProperty().addListener((property, before, needs) -> {
                if (!needs) {
                    fitting.ask();
                }
            });
        }
    }

    /** Names are measured anew. */
    private void loosen() {
        pane.pseudoClassStateChanged(TIGHT, false);
    }

    private void fit(Region names, Region area) {
        if (!pane.getPseudoClassStates().contains(TIGHT)) {
            loose = names.prefWidth(-1)
                    + area.getInsets().getLeft()
                    + area.getInsets().getRight();
        }
        pane.pseudoClassStateChanged(TIGHT, area.getWidth() > 0 && loose > area.getWidth());
    }
}
