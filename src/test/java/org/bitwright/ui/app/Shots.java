package org.bitwright.ui.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Takes pictures of the topmost window, after layout has caught up, into target/screenshots. */
final class Shots {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final int PULSES = 6;

    private Shots() {}

    static void topmost(FxRobot robot, String name) {
        for (int pulse = 0; pulse < PULSES; pulse++) {
            WaitForAsyncUtils.waitForFxEvents();
        }
        robot.interact(() -> {
            List<Window> windows = Window.getWindows().stream()
                    .filter(Window::isShowing)
                    .filter(Stage.class::isInstance)
                    .toList();
            Scene scene = windows.get(windows.size() - 1).getScene();
            save(scene.snapshot(null), name + ".png");
        });
    }

    private static void save(WritableImage image, String name) {
        try {
            Files.createDirectories(FOLDER);
            BufferedImage picture = SwingFXUtils.fromFXImage(image, null);
            BufferedImage opaque =
                    new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
            opaque.createGraphics().drawImage(picture, 0, 0, null);
            ImageIO.write(opaque, "png", FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
