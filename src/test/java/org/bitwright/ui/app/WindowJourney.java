package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user changes how the window looks, opens and saves, and is told what is wrong. */
class WindowJourney extends WindowFixture {
    @TempDir
    private Path folder;

    @Test
    void theLanguageChangesWithoutARestart() {
        openSample("lenet5");
        assertThat(this.<Label>node("status-accuracy").getText()).isNotEmpty();
        push(KeyCode.SHORTCUT, KeyCode.L);
        assertThat(Texts.language()).isEqualTo(Locale.SIMPLIFIED_CHINESE);
        TableView<LayerRow> table = node("layer-table");
        assertThat(table.getColumns().get(0).getText()).isEqualTo("层");
        push(KeyCode.SHORTCUT, KeyCode.L);
        assertThat(table.getColumns().get(0).getText()).isEqualTo("Layer");
    }

    @Test
    void theThemeChangesWithoutARestart() {
        openSample("lenet5");
        Palette palette = lookup(".palette").query();
        Color light = palette.colour(Palette.Role.SURFACE);
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.T);
        assertThat(settings.themeProperty().get()).isEqualTo(Theme.DARK);
        assertThat(palette.colour(Palette.Role.SURFACE).getBrightness()).isLessThan(light.getBrightness());
    }

    @Test
    void accuracyIsMeasuredAndShown() {
        openSample("lenet5");
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
        assertThat(this.<Label>node("status-accuracy").getText())
                .startsWith("top-1 ")
                .contains("float " + trainedAccuracy("lenet5"));
        // 150 + 2,400 + 48,000 + 10,080 + 840 weights of one byte and five scales of four; four times as many as float
        assertThat(this.<Label>node("status-size").getText()).startsWith("61.5 KB of 246 KB");
        await(
                "the entropy-coded size",
                () -> workbench().codedSize().bytesProperty().get().isPresent());
        long coded = 0;
        for (LayerRow row : workbench().rows()) {
            coded += row.quantized().orElseThrow().entropyBytes().orElseThrow();
        }
        // 8-bit codes of bell-shaped weights take between 6 and 8 bits
        assertThat(coded).isBetween(61_470L * 6 / 8, 61_470L);
        assertThat(this.<Label>node("status-size").getText()).endsWith("Huffman " + Numbers.bytes(coded));
    }

    @Test
    void aBrokenFileIsToldAndTheOpenProjectStays() throws IOException {
        openSample("lenet5");
        Path broken = folder.resolve("broken.onnx");
        Files.write(broken, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        dialogs.chooseFile(broken);
        push(KeyCode.SHORTCUT, KeyCode.O);
        await("an error", () -> !dialogs.errors().isEmpty());
        assertThat(dialogs.errors())
                .singleElement()
                .asString()
                .startsWith("broken.onnx")
                .doesNotContain("Exception");
        assertThat(workbench().project().orElseThrow().model().fileName()).isEqualTo("lenet5.onnx");
        assertThat(workbench().rows()).hasSize(5);
    }

    @Test
    void aProjectIsSavedAndOpensWithTheSameNumbers() {
        openSample("lenet5");
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
        select("conv2/Conv");
        type("bits", "3");
        awaitExact();
        double sqnr = row("conv2/Conv").quantized().orElseThrow().error().sqnrDb();
        Path file = folder.resolve("work.bitwright");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("the project is saved", () -> !workbench().modifiedProperty().get());
        assertThat(file).isRegularFile();
        push(KeyCode.SHORTCUT, KeyCode.W);
        await("closed", () -> workbench().project().isEmpty());
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.O);
        await("open again", () -> workbench().project().isPresent());
        awaitExact();
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(3);
        assertThat(row("conv2/Conv").quantized().orElseThrow().error().sqnrDb()).isEqualTo(sqnr);
        assertThat(stage.getTitle()).startsWith("work.bitwright");
    }

    @Test
    void unsavedWorkIsAskedAbout() {
        openSample("lenet5");
        type("bits", "4");
        push(KeyCode.SHORTCUT, KeyCode.W);
        assertThat(dialogs.questions()).hasSize(1);
        assertThat(workbench().project()).isPresent();
        dialogs.answer("discard");
        push(KeyCode.SHORTCUT, KeyCode.W);
        await("closed", () -> workbench().project().isEmpty());
    }

    @Test
    void inLargeLettersNoTabIsCutAndAPanelWhoseTabIsChosenComesIntoSight() {
        openWithShortcut(Path.of("sample-models/lenet5.onnx"));
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        TabPane centre = node("centre");
        interact(() -> centre.getSelectionModel().selectLast());
        Bounds header = onScene(centre.lookup(".tab-header-area"));
        await("all tabs are whole", () -> centre.lookupAll(".tab").stream()
                .map(WindowJourney::onScene)
                .allMatch(tab -> tab.getMinX() >= header.getMinX() && tab.getMaxX() <= header.getMaxX()));

        TabPane charts = node("charts");
        double end = onScene(lookup(".status-bar").query()).getMinY();
        assertThat(onScene(charts).getMaxY()).isGreaterThan(end);
        await("more below", () -> lookup(".more-below").query().isVisible());
        interact(() -> charts.getSelectionModel().select(1));
        await("the charts", () -> onScene(charts).getMaxY() <= end);
        assertThat(lookup(".more-below").query().isVisible()).isFalse();
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        await("everything fits", () -> !lookup(".more-beside").query().isVisible());
        await("nothing waits for a layout that nobody knows of", () -> window.scene().getRoot().lookupAll("*").stream()
                .noneMatch(node -> node instanceof Parent parent && parent.isNeedsLayout()));
    }

    @Test
    void panelsAreLaidOutOnWhenTabsOfOthersComeForward() {
        openSample("lenet5");
        await("nothing goes on", tasks::isIdle);
        TrainingPlan plan = TrainingPlan.usual().withEpochs(1);
        interact(() -> window.training().flow().compare(project(), "widths", plan, List.of(2), () -> {}));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        clickOn("#gradient-page-WIDTHS");
        await("it has ended", tasks::isIdle);
        double room = this.<TabPane>node("centre").getWidth();
        await(
                "the chart takes the room that it has",
                () -> this.<Region>node("widths-plot").getWidth() > 0.8 * room);
    }

    private static Bounds onScene(Node node) {
        return node.localToScene(node.getLayoutBounds());
    }
}
