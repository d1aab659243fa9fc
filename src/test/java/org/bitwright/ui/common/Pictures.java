package org.bitwright.ui.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Saves what a stage shows as a PNG in target/screenshots, once it has been laid out. */
public final class Pictures {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final int PULSES = 6;

    private Pictures() {}

    public static void save(FxRobot robot, Stage stage, String name) throws IOException {
        WaitForAsyncUtils.waitForFxEvents(PULSES);
        WritableImage[] image = new WritableImage[1];
        robot.interact(() -> image[0] = stage.getScene().snapshot(null));
        Files.createDirectories(FOLDER);
        ImageIO.write(
                SwingFXUtils.fromFXImage(image[0], null),
                "png",
                FOLDER.resolve(name + ".png").toFile());
    }
}
