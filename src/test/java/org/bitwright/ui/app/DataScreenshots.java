package org.bitwright.ui.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of the look at data, and of quantized files that are opened, in target/screenshots. */
class DataScreenshots extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void theForm() throws Exception {
        openSample("lenet5");
        form("data-idx-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        form("data-idx-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        form("data-idx-light-en-200");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        var source = workbench().project().orElseThrow().dataSets().evaluationSource().orElseThrow();
        interact(() -> window.files()
                .data()
                .use(source.withPreprocessing(new Preprocessing(-1f / 255, List.of(-1f), List.of(1f))), false));
        await("the data", tasks::isIdle);
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
        await("a hint", () -> lookup("#data-hint").tryQuery().isPresent());
        shot("data-hint-light-en");
    }

    @Test
    void aFolderOfImages() throws Exception {
        openSample("residual");
        Path images = images(workbench().project().orElseThrow().dataSets().evaluation().orElseThrow());
        interact(() -> window.files().data().open(images, false));
        await("pictures", () -> lookup("#data-pictures").tryQuery().isPresent());
        shot("data-images-light-en");
        interact(() -> this.<TextField>node("data-scale").setText("one"));
        await("the note", () -> lookup("#data-note").tryQuery().isPresent());
        shot("data-wrong-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.ENGLISH, 100);
        interact(() -> window.files().data().open(images, false));
        await("pictures", () -> lookup("#data-pictures").tryQuery().isPresent());
        shot("data-images-dark-en");
    }

    @Test
    void aTable() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "fc", "x w", "y")
                .output("y", -1, 2)
                .write(folder.resolve("table.onnx"));
        Path csv = Files.writeString(folder.resolve("t.csv"), "p;kind;q\n5;1;7\n3;0;2\n1;0;9\n");
        interact(() -> window.files().openAll(List.of(model, csv)));
        await("a question or data", () -> workbench().project().isPresent() && tasks.isIdle());
        interact(() -> window.files()
                .data()
                .use(
                        new DataSource(csv, Optional.empty(), Preprocessing.scaled(1), OptionalInt.empty())
                                .withLabelColumn(Optional.of("kind")),
                        false));
        await("the data", () -> workbench().project().orElseThrow().dataSets().evaluation().isPresent());
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
        await("the ranges", () -> lookup("#data-ranges").tryQuery().isPresent());
        shot("data-table-light-en");
        interact(() -> this.<TextField>node("data-label-column").setText("sort"));
        await("the reason", () -> lookup("#data-misfit").tryQuery().isPresent());
        shot("data-misfit-light-en");
    }

    @Test
    void aQuantizedFile() throws Exception {
        openSample("residual");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        Path file = folder.resolve("residual-int8.onnx");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.E);
        await("the result", () -> lookup("#export-result").tryQuery().isPresent());
        push(KeyCode.ESCAPE);
        dialogs.answer("discard");
        var sample = sample("residual");
        interact(() -> window.files().open(file, sample.evaluationSource(), Optional.of(sample.calibrationSource())));
        await("it is open", () -> workbench().project().orElseThrow().isFromQuantizedFile());
        awaitExact();
        interact(() -> this.<TabPane>node("notes").getSelectionModel().select(1));
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, "quantized-file-light-en");
        push(KeyCode.SHORTCUT, KeyCode.I);
        shot("model-light-en");
        push(KeyCode.ESCAPE);
        push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, "quantized-file-activations-dark-zh");
    }

    private void form(String name) throws Exception {
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
        await("pictures", () -> lookup("#data-pictures").tryQuery().isPresent());
        shot(name);
        push(KeyCode.ESCAPE);
    }

    private void shot(String name) throws Exception {
        List<Window> windows = Window.getWindows().stream()
                .filter(window -> window.isShowing() && window instanceof Stage)
                .toList();
        Pictures.save(this, (Stage) windows.get(windows.size() - 1), name);
    }

    /** The first samples of colour images as a folder with a sub-folder a class. */
    private Path images(Dataset data) throws IOException {
        int height = (int) data.sampleShape().extent(1);
        int width = (int) data.sampleShape().extent(2);
        int channels = (int) data.sampleShape().extent(0);
        float[] values = new float[channels * height * width];
        for (int i = 0; i < 24; i++) {
            data.read(i, 1, values, 0);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < height * width; at++) {
                int colour = 0;
                for (int channel = 0; channel < 3; channel++) {
                    colour = colour << 8 | (int) values[channel % channels * height * width + at] & 0xFF;
                }
                image.setRGB(at % width, at / width, colour);
            }
            Path sub = folder.resolve("images").resolve("class-" + data.labels().orElseThrow()[i]);
            Files.createDirectories(sub);
            ImageIO.write(image, "png", sub.resolve(i + ".png").toFile());
        }
        return folder.resolve("images");
    }
}
