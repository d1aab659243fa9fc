package org.bitwright.ui.common;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Node;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Feather icons, coloured by the stylesheet; they grow with the window's font. */
public final class Icons {
    private static final double SHARE_OF_FONT = 1.2;
    private static final IntegerProperty SIZE = new SimpleIntegerProperty(pixels(Appearance.BASE_PIXELS));

    private Icons() {}

    /** An em in a stylesheet would be of the icon's own font, and so grow without end. */
    static void fitTo(double fontPixels) {
        SIZE.set(pixels(fontPixels));
    }

    private static int pixels(double font) {
        return (int) Math.round(SHARE_OF_FONT * font);
    }

    public static Node of(Feather icon) {
        FontIcon node = new FontIcon(icon);
        node.getStyleClass().add("icon");
        ChangeListener<Number> fit = (property, before, size) -> resize(node, size.intValue());
        node.getProperties().put(Icons.class, fit);
        resize(node, SIZE.get());
        SIZE.addListener(new WeakChangeListener<>(fit));
        return node;
    }

    /** The size goes into the style too, since the base theme would override one that is only set. */
    private static void resize(FontIcon icon, int pixels) {
        icon.setIconSize(pixels);
        String rest = icon.getStyle().replaceAll("-fx-icon-size:[^;]*;", "");
        icon.setStyle(rest + " -fx-icon-size: " + pixels + "px;");
    }

    public static Node of(Feather icon, String styleClass) {
        Node node = of(icon);
        node.getStyleClass().add(styleClass);
        return node;
    }
}
