package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Sensitivities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user measures what layers lose, takes over a cell, and finds the map again in the saved project. */
class SensitivityJourney extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void sensitivityIsMeasuredShownAppliedAndSaved() {
        openSample("lenet5");
        assertThat(sensitivityColumn().isVisible()).isFalse();
        push(KeyCode.SHIFT, KeyCode.F6);
        clickOn("#sensitivity-some-samples");
        interact(() -> this.<Spinner<Integer>>node("sensitivity-samples")
                .getValueFactory()
                .setValue(200));
        clickOn("#sensitivity-start");
        await(
                "the measurement",
                () -> known().plan().isPresent() && !known().runningProperty().get());
        assertThat(dialogs.errors()).isEmpty();
        assertThat(this.<TabPane>node("charts").getSelectionModel().getSelectedIndex())
                .isEqualTo(1);

        // 5 layers at 2 to 8 bits, and each alone in float.
        SensitivityResult result = workbench()
                .project()
                .orElseThrow()
                .exploration()
                .lastSensitivity()
                .orElseThrow();
        assertThat(result.plan().part()).isEqualTo(DataPart.SEARCH);
        assertThat(result.samples()).isEqualTo(200);
        assertThat(known().cells()).hasSize(5 * 8).hasSameElementsAs(result.cells());
        assertThat(sensitivityColumn().isVisible()).isTrue();

        select("conv1/Conv");
        interact(() -> node("heat-plot").requestFocus());
        push(KeyCode.RIGHT)
                .push(KeyCode.DOWN)
                .push(KeyCode.RIGHT)
                .push(KeyCode.RIGHT)
                .push(KeyCode.ENTER);
        awaitExact();
        LayerRow conv2 = row("conv2/Conv");
        assertThat(workbench().selected()).containsExactly(conv2);
        assertThat(conv2.config().format().bits()).isEqualTo(4);
        assertThat(known().ofPresent(conv2).orElseThrow().column().orElseThrow().bits())
                .isEqualTo(4);
        assertThat(workbench().undoNameProperty().get().orElseThrow()).startsWith("conv2/Conv: 4 bits");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(conv2.config().format().bits()).isEqualTo(8);

        Path file = folder.resolve("lenet5.bitwright");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("the file", () -> !workbench().modifiedProperty().get() && tasks.isIdle());
        interact(() -> workbench().close());
        assertThat(known().cells()).isEmpty();
        interact(() -> window.files().open(file));
        await("the project is open again", () -> workbench().project().isPresent());
        assertThat(known().cells()).hasSameElementsAs(result.cells());
    }

    @Test
    void cancelledMeasurementKeepsItsCells() {
        openSample("residual");
        push(KeyCode.SHIFT, KeyCode.F6);
        clickOn("#sensitivity-start");
        await("some cells", () -> known().cells().size() > 3);
        push(KeyCode.ESCAPE);
        await("the end", () -> !known().runningProperty().get());
        assertThat(known().cells()).hasSizeGreaterThan(3).anyMatch(cell -> !cell.settled());
        assertThat(workbench().project().orElseThrow().exploration().lastSensitivity())
                .hasValueSatisfying(kept -> assertThat(kept.cells()).isNotEmpty());
    }

    private Sensitivities known() {
        return workbench().sensitivities();
    }

    private TableColumn<?, ?> sensitivityColumn() {
        return this.<TableView<?>>node("layer-table").getColumns().stream()
                .filter(column -> "column-sensitivity".equals(column.getId()))
                .findFirst()
                .orElseThrow();
    }
}
