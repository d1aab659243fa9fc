package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.image.ImageFiles.plain;
import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.longs;
import static org.bitwright.io.numpy.NpyFiles.npy;
import static org.bitwright.io.numpy.NpyFiles.npz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.TilePane;
import org.bitwright.io.image.ImageFiles;
import org.bitwright.model.Binding;
import org.bitwright.model.ElementType;
import org.bitwright.onnx.OnnxModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user opens data of other kinds, is asked for what is open, and sees what the network will see. */
class DataJourney extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void aFolderOfImagesIsLookedAtAndUsed() throws IOException {
        open(channelNetwork(-1, 3, -1, -1));
        dialogs.chooseFile(images());
        dialogs.answer("evaluation");
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.O);
        await(
                "open axes are asked for",
                () -> lookup("#data-axis-N2").tryQuery().isPresent());
        assertThat(this.<Node>node("data-use").isDisabled()).isTrue();
        interact(() -> {
            this.<TextField>node("data-axis-N2").setText("4");
            this.<TextField>node("data-axis-N3").setText("4");
        });
        await("pictures", () -> lookup("#data-pictures").tryQuery().isPresent());
        TilePane pictures = node("data-pictures");
        assertThat(pictures.getChildren()).hasSize(8);
        assertThat(pictures.getChildren().get(0).lookupAll(".label"))
                .extracting(label -> ((Label) label).getText())
                .containsExactly("a-red");
        assertThat(this.<Label>node("data-summary").getText()).isEqualTo("9 samples, 3 classes");
        assertThat(this.<Label>node("data-ranges").getText()).isEqualTo("x: 3 × 4 × 4, values from 0 to 1");
        interact(() -> this.<TextField>node("data-std").setText("0.5"));
        await("the new range", () -> this.<Label>node("data-ranges").getText().endsWith("from 0 to 2"));
        clickOn("#data-use");
        await("the data", () -> project().dataSets().evaluation().isPresent());
        assertThat(binding()).isEqualTo(Binding.none().withAxes(Map.of("N2", 4, "N3", 4)));
        assertThat(project().dataSets().evaluation().orElseThrow().classes())
                .isEqualTo(List.of("a-red", "b-green", "c-blue"));
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void anInputWithoutAnArrayIsFilledAndSeveralAreShown() throws IOException {
        open(tokenNetwork());
        byte[] ids = npy(header("<i8", false, "(2, 2)"), longs(0, 1, 2, 0));
        byte[] mask = npy(header("<i8", false, "(2, 2)"), longs(1, 1, 1, 0));
        Path data = Files.write(folder.resolve("t.npz"), npz(Map.of("ids", ids, "mask", mask)));
        dialogs.chooseFile(data);
        push(KeyCode.SHORTCUT, KeyCode.D);
        await(
                "the input is asked for",
                () -> lookup("#data-fill-offset").tryQuery().isPresent());
        interact(() -> this.<TextField>node("data-fill-offset").setText("0.5"));
        await("the ranges", () -> lookup("#data-ranges").tryQuery().isPresent());
        assertThat(this.<Label>node("data-ranges").getText())
                .contains("ids: 2, values from 0 to 2")
                .contains("mask: 2, values from 0 to 1");
        interact(() -> this.<ComboBox<String>>node("data-pool").setValue("mask"));
        clickOn("#data-use");
        await("the data", () -> project().dataSets().evaluation().isPresent());
        assertThat(binding())
                .isEqualTo(Binding.none().withConstants(Map.of("offset", 0.5)).withPooling(Optional.of("mask")));
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsSaidBesideTheFields() {
        openSample("lenet5");
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
        await("pictures", () -> lookup("#data-pictures").tryQuery().isPresent());
        interact(() -> this.<TextField>node("data-labels")
                .setText(folder.resolve("none").toString()));
        await("the reason", () -> lookup("#data-misfit").tryQuery().isPresent());
        assertThat(this.<Label>node("data-misfit").getText()).contains("none");
        assertThat(this.<Node>node("data-use").isDisabled()).isTrue();
        // only tables have a column of labels
        assertThat(lookup("#data-label-column").tryQuery()).isEmpty();
        interact(() -> this.<TextField>node("data-mean").setText("0, x"));
        assertThat(this.<Node>node("data-use").isDisabled()).isTrue();
    }

    @Test
    void aHintIsTakenWithOneButton() {
        openSample("lenet5");
        var wrong = project().dataSets().evaluationSource().orElseThrow();
        interact(() -> window.files()
                .data()
                .use(
                        wrong.withPreprocessing(
                                new org.bitwright.model.Preprocessing(-1f / 255, List.of(-1f), List.of(1f))),
                        false));
        await(
                "other data",
                () -> project()
                                .dataSets()
                                .evaluationSource()
                                .filter(wrong::equals)
                                .isEmpty()
                        && tasks.isIdle());
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.D);
        await("the hint", () -> lookup("#data-remedy").tryQuery().isPresent());
        clickOn("#data-remedy");
        assertThat(this.<TextField>node("data-mean").getText()).doesNotContain("-1");
        clickOn("#data-use");
        await(
                "right data",
                () -> project()
                                .dataSets()
                                .evaluationSource()
                                .orElseThrow()
                                .preprocessing()
                                .scale()
                        > 0);
    }

    private void open(Path model) {
        interact(() -> window.files().open(model));
        await("the model is open", () -> workbench().project().isPresent());
    }

    /** The network answers with the channel that is greatest. */
    private Path channelNetwork(long... extents) throws IOException {
        return OnnxModels.opset(13)
                .input("x", extents)
                .node("GlobalAveragePool", "", "x", "p")
                .node("Flatten", "", "p", "f")
                .weight("w", new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 3, 3)
                .node("MatMul", "fc", "f w", "y")
                .output("y", -1, 3)
                .write(folder.resolve("channels.onnx"));
    }

    private Path tokenNetwork() throws IOException {
        return OnnxModels.opset(13)
                .input("ids", ElementType.INT64, -1, -1)
                .input("mask", ElementType.INT64, -1, -1)
                .input("offset", -1, -1, 1)
                .weight("table", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .node("Gather", "embedding", "table ids", "h")
                .node("Add", "", "h offset", "y")
                .output("y", -1, -1, 2)
                .write(folder.resolve("tokens.onnx"));
    }

    private Path images() {
        int[] colours = {0xFF0000, 0x00FF00, 0x0000FF};
        for (int i = 0; i < 9; i++) {
            String place = List.of("a-red", "b-green", "c-blue").get(i % 3) + "/" + i + ".png";
            ImageFiles.write(
                    plain(5, 4, colours[i % 3]), "png", folder.resolve("images").resolve(place));
        }
        return folder.resolve("images");
    }

    private Binding binding() {
        return project()
                .dataSets()
                .evaluationSource()
                .orElseThrow()
                .preprocessing()
                .binding();
    }
}
