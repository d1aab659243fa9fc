package org.bitwright.ui.common;

import java.util.List;
import java.util.Locale;
import javafx.application.Application;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.DialogPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;

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

    /** Dresses a dialog as its owner is dressed, and puts it before its middle. */
    public static void follow(Stage owner, DialogPane pane) {
        if (owner.getScene() != null) {
            pane.getStylesheets().setAll(owner.getScene().getStylesheets());
            pane.setStyle(owner.getScene().getRoot().getStyle());
        }
        pane.sceneProperty().flatMap(Scene::windowProperty).subscribe(window -> {
            if (window != null && owner.isShowing()) {
                window.addEventHandler(WindowEvent.WINDOW_SHOWN, event -> centre(window, owner));
            }
        });
    }

    /** JavaFX places a dialog by the width that it has before texts are wrapped: a wide one would start off the screen. */
    private static void centre(Window window, Window owner) {
        Rectangle2D screen =
                Screen.getScreensForRectangle(owner.getX(), owner.getY(), owner.getWidth(), owner.getHeight()).stream()
                        .findFirst()
                        .orElseGet(Screen::getPrimary)
                        .getVisualBounds();
        double x = owner.getX() + (owner.getWidth() - window.getWidth()) / 2;
        double y = owner.getY() + (owner.getHeight() - window.getHeight()) / 2;
        window.setX(Math.max(screen.getMinX(), Math.min(x, screen.getMaxX() - window.getWidth())));
        window.setY(Math.max(screen.getMinY(), Math.min(y, screen.getMaxY() - window.getHeight())));
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
