package org.bitwright.ui.common;

import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Feather icons, sized and coloured by the stylesheet. */
public final class Icons {
    private Icons() {}

    public static Node of(Feather icon) {
        FontIcon node = new FontIcon(icon);
        node.getStyleClass().add("icon");
        return node;
    }

    public static Node of(Feather icon, String styleClass) {
        Node node = of(icon);
        node.getStyleClass().add(styleClass);
        return node;
    }
}
