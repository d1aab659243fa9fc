package org.bitwright.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;

/** The looks of the window: a base theme and our own stylesheet on it. */
public enum Theme {
    LIGHT(new PrimerLight().getUserAgentStylesheet(), "light.css"),
    DARK(new PrimerDark().getUserAgentStylesheet(), "dark.css");

    private final String base;
    private final String own;

    Theme(String base, String own) {
        this.base = base;
        this.own = own;
    }

    /** Address of the user agent stylesheet. */
    public String base() {
        return base;
    }

    /** Address of our own colours. */
    public String own() {
        return address(own);
    }

    /** Address of what both themes share. */
    public static String common() {
        return address("common.css");
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    private static String address(String name) {
        return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
    }
}
