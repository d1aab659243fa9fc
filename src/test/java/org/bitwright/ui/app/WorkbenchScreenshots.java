package org.bitwright.ui.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Rounding;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** Writes a picture of every screen and state to target/screenshots, for people to look at. */
class WorkbenchScreenshots extends WindowFixture {
    private static final Path FOLDER = Path.of("target", "screenshots");
    private static final int PULSES = 4;

    @Test
    void startPage() {
        for (Theme theme : Theme.values()) {
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                dress(theme, language, 100);
                shot("start-" + name(theme, language));
            }
        }
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("start-light-en-200");
    }

    @Test
    void mainWindow() {
        openSample("lenet5");
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
        for (Theme theme : Theme.values()) {
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                dress(theme, language, 100);
                shot("main-" + name(theme, language));
            }
        }
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("main-light-en-200");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 200);
        shot("main-dark-zh-200");
    }

    @Test
    void states() {
        openSample("lenet5");
        select("conv2/Conv");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        type("bits", "99");
        shot("state-wrong-bits");
        type("bits", "4");
        awaitExact();
        shot("state-4-bits");
        interact(() -> workbench().editor().channelProperty().set(3));
        type("max", "0.2");
        awaitExact();
        shot("state-hand-made-channel");
        select("conv1/Conv", "conv2/Conv", "fc1/Gemm");
        shot("state-several");
        TabPane notes = node("notes");
        interact(() -> notes.getSelectionModel().select(1));
        shot("state-problems");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("state-several-dark");
    }

    @Test
    void formats() {
        openSample("lenet5");
        select("conv2/Conv");
        List<FormatFamily> families = List.of(
                FormatFamily.INT,
                FormatFamily.NF4,
                FormatFamily.FP8_E4M3,
                FormatFamily.MXFP4,
                FormatFamily.NVFP4,
                FormatFamily.CODEBOOK,
                FormatFamily.TERNARY,
                FormatFamily.FP16);
        for (FormatFamily family : families) {
            interact(() -> workbench().editing().family(workbench().selected(), family));
            awaitExact();
            boolean dark = families.indexOf(family) % 2 == 1;
            dress(dark ? Theme.DARK : Theme.LIGHT, Locale.ENGLISH, 100);
            shot("format-" + family.id());
            dress(dark ? Theme.LIGHT : Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
            shot("format-" + family.id() + "-zh");
        }
        interact(() -> {
            workbench().editing().family(workbench().selected(), FormatFamily.INT);
            workbench().editing().granularity(workbench().selected(), Granularity.group(32));
            workbench().editing().rounding(workbench().selected(), Rounding.stochastic(7));
            workbench().editing().calibrator(workbench().selected(), Calibrator.percentile(99.9));
        });
        awaitExact();
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("format-group32");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("format-group32-200");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        interact(() -> this.<ComboBox<?>>node("format").show());
        shotOfPopup("format-box");
        interact(() -> this.<ComboBox<?>>node("format").hide());
        interact(() -> workbench().editing().family(workbench().selected(), FormatFamily.CODEBOOK));
        awaitExact();
        interact(() -> this.<ComboBox<?>>node("granularity").show());
        shotOfPopup("granularity-box");
    }

    @Test
    void improvement() {
        openSample("lenet5");
        interact(() -> workbench().editing().preset(List.copyOf(workbench().rows()), Preset.INT4_CHANNEL_MSE));
        awaitExact();
        select("fc1/Gemm");
        push(javafx.scene.input.KeyCode.SHORTCUT, javafx.scene.input.KeyCode.SHIFT, javafx.scene.input.KeyCode.DIGIT4);
        shot("improve-form");
        clickOn("#improve-start");
        await("what it gained", () -> lookup("#improvement").tryQuery().isPresent());
        shot("improve-result");
        push(javafx.scene.input.KeyCode.ESCAPE);
        awaitExact();
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("improve-window-dark");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("improve-window-zh");
    }

    @Test
    void dialogs() {
        openSample("lenet5");
        for (Theme theme : Theme.values()) {
            dress(theme, Locale.ENGLISH, 100);
            push(javafx.scene.input.KeyCode.F6);
            shot("sweep-form-" + name(theme, Locale.ENGLISH));
            push(javafx.scene.input.KeyCode.ESCAPE);
        }
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        push(javafx.scene.input.KeyCode.F6);
        shot("sweep-form-zh");
        push(javafx.scene.input.KeyCode.ESCAPE);
    }

    private static String name(Theme theme, Locale language) {
        return theme.name().toLowerCase(Locale.ROOT) + "-" + language.getLanguage();
    }

    /** Takes a picture of the topmost window, after layout has caught up. */
    private void shot(String name) {
        for (int pulse = 0; pulse < PULSES; pulse++) {
            WaitForAsyncUtils.waitForFxEvents();
        }
        interact(() -> {
            List<Window> windows = Window.getWindows().stream()
                    .filter(Window::isShowing)
                    .filter(Stage.class::isInstance)
                    .toList();
            Scene scene = windows.get(windows.size() - 1).getScene();
            save(scene.snapshot(null), name + suffix() + ".png");
        });
    }

    /** Takes a picture of the list that is open. */
    private void shotOfPopup(String name) {
        for (int pulse = 0; pulse < PULSES; pulse++) {
            WaitForAsyncUtils.waitForFxEvents();
        }
        interact(() -> Window.getWindows().stream()
                .filter(Window::isShowing)
                .filter(javafx.stage.PopupWindow.class::isInstance)
                .findFirst()
                .ifPresent(popup -> save(popup.getScene().snapshot(null), name + suffix() + ".png")));
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
