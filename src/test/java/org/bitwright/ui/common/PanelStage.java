package org.bitwright.ui.common;

import java.util.List;
import javafx.application.Application;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** Shows one panel alone, dressed as in the window, for journeys and screenshots. */
public final class PanelStage {
    private PanelStage() {}

    public static void show(Stage stage, Parent panel, double width, double height, Theme theme) {
        stage.setScene(scene(panel, width, height, theme));
        // A stage that was sized before keeps its size.
        stage.sizeToScene();
        stage.show();
    }

    /** The panel without a window. */
    public static Scene scene(Parent panel, double width, double height, Theme theme) {
        Application.setUserAgentStylesheet(theme.base());
        Scene scene = new Scene(panel, width, height);
        scene.getStylesheets().setAll(List.of(Theme.common(), theme.own()));
        panel.setStyle("-fx-font-size: 13px; -fx-background-color: -color-bg-default;");
        return scene;
    }
}
