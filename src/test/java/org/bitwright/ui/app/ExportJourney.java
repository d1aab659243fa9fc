package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.runtime.BatchLatency;
import org.bitwright.task.Job;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user exports a network in integers, sees what the file is worth, and how fast it is. */
class ExportJourney extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void anExportIsJudgedAndMeasured() {
        openSample("lenet5");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        Path file = export("lenet5-int8.onnx");

        assertThat(this.<Label>node("export-accuracy").getText())
                .contains("±")
                .contains("10,000 samples")
                .contains("by the file itself");
        assertThat(this.<Label>node("export-parity").getText()).contains("calibration samples");
        assertThat(this.<Label>node("export-kernels").getText())
                .startsWith("5 of 5 convolutions and products run in integers");
        TabPane details = node("export-details");
        interact(() -> details.getSelectionModel().select(1));
        TableView<Kernel> operators = node("export-operators");
        assertThat(operators.getItems()).hasSize(5).allMatch(kernel -> kernel.numbers() == Numbers.INTEGER);

        clickOn("#export-speed");
        await("the speed", () -> lookup("#speed-table").tryQuery().isPresent());
        TableView<BatchLatency> speed = node("speed-table");
        assertThat(speed.getItems()).extracting(BatchLatency::batch).containsExactly(1, 32);
        assertThat(speed.getItems()).allSatisfy(batch -> {
            assertThat(batch.written().low())
                    .isPositive()
                    .isLessThanOrEqualTo(batch.written().median());
            assertThat(batch.written().high())
                    .isGreaterThanOrEqualTo(batch.written().median());
        });
        assertThat(this.<Label>node("speed-times").getText())
                .contains("at batch 1")
                .contains("at batch 32");
        assertThat(this.<Label>node("speed-runtime").getText())
                .contains("ONNX Runtime")
                .contains("threads");
        assertThat(file).exists();
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void whatBreaksTheRulesIsSaidBeforeAnythingIsWritten() {
        openSample("residual");
        interact(() -> {
            workbench().editing().preset(NetworkPreset.W8A8);
            workbench().activations().editing().target(TargetProfile.TFLM);
            workbench()
                    .activations()
                    .editing()
                    .bits(List.copyOf(workbench().activations().rows()), 6);
        });
        Path file = folder.resolve("broken.onnx");
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.E);
        await("the question", () -> dialogs.questions().stream().anyMatch(text -> text.contains("cannot run")));
        await("nothing runs", tasks::isIdle);
        assertThat(file).doesNotExist();

        dialogs.answer("anyway");
        export("broken.onnx");
        assertThat(Files.exists(file)).isTrue();
    }

    @Test
    void measuringCanBeCancelled() {
        openSample("lenet5");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        export("lenet5-int8.onnx");
        push(KeyCode.ESCAPE);
        push(KeyCode.F8);
        await("it runs", () -> lookup("#speed-cancel").tryQuery().isPresent());
        clickOn("#speed-cancel");
        await("it has stopped", tasks::isIdle);
        assertThat(tasks.items().get(0).state()).isEqualTo(Job.State.CANCELLED);
        assertThat(lookup("#speed-table").tryQuery()).isEmpty();
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void lossesAreListedOneBelowTheOther() {
        openSample("lenet5");
        dialogs.chooseFile(folder.resolve("lenet5.onnx"));
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 5));
        awaitExact();
        push(KeyCode.SHORTCUT, KeyCode.E);
        await("the result", () -> lookup("#export-result").tryQuery().isPresent());
        ListView<String> losses = node("export-losses");
        assertThat(this.<TabPane>node("export-details").getTabs().get(0).getText())
                .isEqualTo("What is lost (" + losses.getItems().size() + ")");
        assertThat(losses.getItems())
                .filteredOn(loss -> loss.contains("has 5 bits and is stored as int8"))
                .as("one a layer")
                .hasSize(5);
        assertThat(this.<Label>node("export-kernels").getText()).startsWith("0 of 5");
    }

    private Path export(String name) {
        Path file = folder.resolve(name);
        dialogs.chooseFile(file);
        push(KeyCode.SHORTCUT, KeyCode.E);
        await("the result", () -> lookup("#export-result").tryQuery().isPresent());
        return file;
    }
}
