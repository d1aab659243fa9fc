package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.Granularity;
import org.bitwright.ui.common.LayerRow;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/** A user opens a sample, chooses layers, edits them and takes it back. */
class EditingJourney extends WindowFixture {

    @Test
    void aSampleOpensFromTheStartPageAndEditsAreUndone() {
        clickOn("#sample-lenet5");
        await("the sample is open", () -> workbench().project().isPresent());
        awaitExact();
        TableView<LayerRow> table = node("layer-table");
        assertThat(table.getItems()).hasSize(5);

        clickOn("conv2/Conv");
        awaitExact();
        assertThat(this.<Label>node("inspector-title").getText()).isEqualTo("conv2/Conv");
        double before = sqnr("conv2/Conv");
        type("bits", "4");
        awaitExact();
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(4);
        assertThat(sqnr("conv2/Conv")).isLessThan(before - 20).isGreaterThan(before - 30);
        assertThat(stage.getTitle()).startsWith("•");

        assertThat(undoItem()).isEqualTo("Undo: conv2/Conv to 4 bits");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(8);
        assertThat(sqnr("conv2/Conv")).isEqualTo(before);
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
        awaitExact();
        assertThat(row("conv2/Conv").config().format().bits()).isEqualTo(4);
    }

    @Test
    void threeLayersAreSetAtOnceAndTakenBackInOneStep() {
        openSample("lenet5");
        clickOn("conv1/Conv");
        press(KeyCode.SHIFT);
        clickOn("fc1/Gemm");
        release(KeyCode.SHIFT);
        awaitExact();
        assertThat(this.<Label>node("inspector-title").getText()).isEqualTo("3 layers selected");
        type("bits", "4");
        awaitExact();
        assertThat(workbench().rows())
                .extracting(row -> row.config().format().bits())
                .containsExactly(4, 4, 4, 8, 8);
        clickOn("#button-UNDO");
        awaitExact();
        assertThat(workbench().rows())
                .extracting(row -> row.config().format().bits())
                .containsOnly(8);
        assertThat(workbench().undoNameProperty().get()).isEmpty();
    }

    @Test
    void aWrongNumberIsMarkedAtItsFieldAndChangesNothing() {
        openSample("lenet5");
        var before = workbench().configProperty().get();
        type("bits", "99");
        TextField bits = node("bits");
        Label reason = node("bits-reason");
        assertThat(bits.getPseudoClassStates()).contains(PseudoClass.getPseudoClass("danger"));
        assertThat(reason.isVisible()).isTrue();
        assertThat(reason.getText()).contains("2").contains("16");
        assertThat(workbench().configProperty().get()).isEqualTo(before);
        push(KeyCode.ESCAPE);
        assertThat(bits.getText()).isEqualTo("8");
        assertThat(reason.isVisible()).isFalse();
    }

    @Test
    void layersAreFoundAndSteppedThroughByKeyboard() {
        openSample("lenet5");
        push(KeyCode.SHORTCUT, KeyCode.F);
        write("gemm");
        TableView<LayerRow> table = node("layer-table");
        assertThat(table.getItems()).extracting(LayerRow::name).containsExactly("fc1/Gemm", "fc2/Gemm", "fc3/Gemm");
        push(KeyCode.ENTER);
        push(KeyCode.DOWN);
        push(KeyCode.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(workbench().selected()).hasSize(1);
        push(KeyCode.ALT, KeyCode.EQUALS);
        push(KeyCode.SHORTCUT, KeyCode.F);
        push(KeyCode.ESCAPE);
        assertThat(table.getItems()).hasSize(5);
    }

    @Test
    void aHandleIsDraggedAndTheWholeDragIsOneStep() {
        openSample("lenet5");
        select("fc1/Gemm");
        interact(() -> workbench().editing().granularity(workbench().selected(), Granularity.TENSOR));
        awaitExact();
        float before = maximum();
        Node handle = node("range-bar").lookup(".high-thumb");
        drag(handle).moveBy(-40, 0);
        assertThat(row("fc1/Gemm").config().isHandMade()).isFalse();
        assertThat(maximum()).isLessThan(before);
        drop();
        awaitExact();
        assertThat(row("fc1/Gemm").config().isHandMade()).isTrue();
        assertThat(this.<Node>node("hand-made").isVisible()).isTrue();
        assertThat(workbench().undoNameProperty().get().orElseThrow()).startsWith("fc1/Gemm: range");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(workbench().redoNameProperty().get()).isPresent();
        assertThat(maximum()).isEqualTo(before);
        assertThat(row("fc1/Gemm").config().isHandMade()).isFalse();
    }

    private float maximum() {
        return row("fc1/Gemm").quantized().orElseThrow().grids().get(0).reachableMax();
    }

    private double sqnr(String layer) {
        return row(layer).quantized().orElseThrow().error().sqnrDb();
    }

    private String undoItem() {
        MainMenu menu = node("menu");
        return menu.getMenus().get(1).getItems().stream()
                .filter(item -> "menu-UNDO".equals(item.getId()))
                .map(MenuItem::getText)
                .findFirst()
                .orElseThrow();
    }
}
