package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.variants.VariantRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user names configurations, edits, compares two, goes back to one, and finds them again in the saved project. */
class VariantsJourney extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void variantsAreNamedComparedLoadedAndSaved() {
        openSample("lenet5");
        awaitMeasured();
        dialogs.answer("Eight bits");
        push(KeyCode.SHORTCUT, KeyCode.B);
        select("conv2/Conv");
        type("bits", "2");
        awaitExact();
        awaitMeasured();
        dialogs.answer("conv2 at two");
        clickOn("#button-SNAPSHOT");
        TableView<?> table = node("variants-table");
        assertThat(table.getItems()).hasSize(2);

        interact(() -> table.getSelectionModel().selectAll());
        clickOn("#variants-compare");
        await("the comparison", () -> lookup("#comparison-verdict").tryQuery().isPresent());
        assertThat(text("comparison-first-bits")).isEqualTo("8");
        assertThat(text("comparison-verdict"))
                .startsWith("conv2 at two is worse than Eight bits:")
                .contains("p < 0.0001");
        assertThat(text("comparison-first-accuracy")).contains("10,000 samples");
        assertThat(this.<TableView<?>>node("comparison-table").getItems()).hasSize(5);
        clickOn("#comparison-differences");
        assertThat(this.<TableView<?>>node("comparison-table").getItems()).hasSize(1);
        clickOn("#comparison-latency");
        await(
                "the latency",
                () -> lookup("#comparison-second-latency-32").tryQuery().isPresent());
        assertThat(text("comparison-second-latency-1")).matches("[0-9.]+ ms \\([0-9.]+–[0-9.]+\\)");
        push(KeyCode.ESCAPE);

        interact(() -> table.getSelectionModel().clearAndSelect(0));
        clickOn("#variants-load");
        awaitExact();
        LayerRow conv2 = row("conv2/Conv");
        assertThat(conv2.config().format().bits()).isEqualTo(8);
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(conv2.config().format().bits()).isEqualTo(2);

        Path file = folder.resolve("lenet5.bitwright");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.S);
        await("the file", () -> !workbench().modifiedProperty().get() && tasks.isIdle());
        interact(() -> window.files().open(file));
        await(
                "the project is open again",
                () -> tasks.isIdle() && table.getItems().size() == 2);
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void variantsThatWereNotMeasuredAreMeasuredOnDemand() {
        interact(() -> settings.measureAutomaticallyProperty().set(false));
        openSample("lenet5");
        dialogs.answer("Start");
        push(KeyCode.SHORTCUT, KeyCode.B);
        TableView<VariantRow> table = node("variants-table");
        assertThat(table.getItems().get(0).measurement()).isEmpty();
        clickOn("#variants-measure");
        await("the measurement", () -> table.getItems().get(0).measurement().isPresent());
        assertThat(table.getItems().get(0).measurement().orElseThrow().samples())
                .isEqualTo(10_000);
        assertThat(node("variants-measure").isDisabled()).isTrue();
    }

    private void awaitMeasured() {
        await(
                "the accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
    }

    private String text(String id) {
        return this.<Label>node(id).getText();
    }
}
