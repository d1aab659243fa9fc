package org.bitwright.ui.app;

import javafx.scene.Node;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import org.bitwright.ui.common.Texts;

/** Tabs that cannot be closed and take little room. */
final class DenseTabs {
    private DenseTabs() {}

    static TabPane of(String id, Tab... tabs) {
        TabPane pane = new TabPane(tabs);
        pane.setId(id);
        pane.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        pane.getStyleClass().add("dense");
        new TabFit(pane);
        return pane;
    }

    static Tab tab(String key, Node content) {
        Tab tab = new Tab();
        tab.textProperty().bind(Texts.bind(key));
        tab.setContent(content);
        return tab;
    }
}
