package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import org.bitwright.ui.common.LayerRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user looks at the network, finds a layer, chooses it in the graph and in the table, and saves the picture. */
class GraphJourney extends WindowFixture {
    @TempDir
    private Path folder;

    @Test
    void aLayerIsFoundAndChosenInTheGraphAndInTheTable() {
        showGraph();
        type("graph-find", "shortcut conv");
        assertThat(this.<Label>node("graph-found").getText()).isEqualTo("1 of 1");
        Region plot = node("graph-plot");
        clickOn(middle(plot));
        assertThat(tableSelection()).containsExactly("block2/shortcut/Conv");
        assertThat(stage.getScene().getFocusOwner()).isSameAs(plot);
        push(KeyCode.UP);
        push(KeyCode.ENTER);
        assertThat(tableSelection()).as("what feeds it holds no layer").containsExactly("block2/shortcut/Conv");
        select("fc/Gemm");
        assertThat(plot.getAccessibleText()).startsWith("Gemm  fc/Gemm");
        clickOn(middle(plot));
        assertThat(tableSelection()).as("the graph followed the table").containsExactly("fc/Gemm");
    }

    @Test
    void aDoubleClickShowsTheWeights() {
        showGraph();
        select("fc/Gemm");
        doubleClickOn(middle(node("graph-plot")), MouseButton.PRIMARY);
        TabPane centre = node("centre");
        assertThat(centre.getSelectionModel().getSelectedIndex()).isZero();
        assertThat(workbench().editor().row().map(LayerRow::name)).contains("fc/Gemm");
    }

    @Test
    void theKeyboardZoomsTheGraphAndNotTheText() {
        showGraph();
        select("fc/Gemm");
        interact(() -> node("graph-plot").requestFocus());
        double font = settings.fontPercentProperty().get();
        push(KeyCode.SHORTCUT, KeyCode.PLUS);
        push(KeyCode.SHORTCUT, KeyCode.MINUS);
        push(KeyCode.SHORTCUT, KeyCode.DIGIT0);
        assertThat(settings.fontPercentProperty().get()).isEqualTo(font);
        push(KeyCode.HOME);
        select("conv1/Conv");
        assertThat(tableSelection()).containsExactly("conv1/Conv");
    }

    @Test
    void thePictureIsSaved() throws Exception {
        showGraph();
        for (String kind : List.of("PNG", "SVG")) {
            Path file = folder.resolve("graph." + kind.toLowerCase(java.util.Locale.ROOT));
            dialogs.chooseFile(file);
            interact(() -> this.<MenuButton>node("graph-save").getItems().stream()
                    .filter(item -> item.getText().equals(kind))
                    .findFirst()
                    .orElseThrow()
                    .fire());
            await("the file", () -> Files.isRegularFile(file) && tasks.isIdle());
        }
        assertThat(ImageIO.read(folder.resolve("graph.png").toFile()).getHeight())
                .isGreaterThan(1000);
        assertThat(Files.readString(folder.resolve("graph.svg"))).contains("block3/conv2/Conv");
    }

    private void showGraph() {
        openSample("residual");
        push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        await("the graph", () -> node("graph-plot").isVisible() && tasks.isIdle());
    }

    private static Point2D middle(Region region) {
        return region.localToScreen(region.getWidth() / 2, region.getHeight() / 2);
    }

    private List<String> tableSelection() {
        return this.<TableView<LayerRow>>node("layer-table").getSelectionModel().getSelectedItems().stream()
                .map(LayerRow::name)
                .toList();
    }
}
