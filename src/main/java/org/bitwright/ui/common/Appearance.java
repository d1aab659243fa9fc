package org.bitwright.ui.common;

import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import javafx.stage.Stage;

/** Keeps a window in the chosen theme and font size. */
public final class Appearance {
    /** Font size at 100 per cent. */
    public static final double BASE_PIXELS = 13;

    private Appearance() {}

    /** Follows the settings from now on. */
    public static void follow(Scene scene, Settings settings) {
        settings.themeProperty().addListener((property, before, after) -> apply(scene, settings));
        settings.fontPercentProperty().addListener((property, before, after) -> apply(scene, settings));
        apply(scene, settings);
    }

    /** Dresses a dialog as its owner is dressed. */
    public static void follow(Stage owner, DialogPane pane) {
        if (owner.getScene() != null) {
            pane.getStylesheets().setAll(owner.getScene().getStylesheets());
            pane.setStyle(owner.getScene().getRoot().getStyle());
        }
    }

    private static void apply(Scene scene, Settings settings) {
        Theme theme = settings.themeProperty().get();
        Application.setUserAgentStylesheet(theme.base());
        scene.getStylesheets().setAll(List.of(Theme.common(), theme.own()));
        Parent root = scene.getRoot();
        double pixels = BASE_PIXELS * settings.fontPercentProperty().get() / 100;
        Icons.fitTo(pixels);
        root.setStyle(String.format(Locale.ROOT, "-fx-font-size: %.2fpx;", pixels));
    }
}
