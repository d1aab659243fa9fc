package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.io.tflite.TfliteFiles;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.ModelSource;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** A user opens weights without a network, works on them, and makes a network of them. */
class WeightsJourney extends WindowFixture {
    @TempDir
    private Path folder;

    @Test
    void theArticlesWeightsBecomeItsNetwork() {
        openWithShortcut(WeightsOnDisk.article());
        assertThat(workbench().rows()).extracting(LayerRow::name).containsExactly("fc1.weight", "fc2.weight");
        assertThat(node("weights-strip").isVisible()).isTrue();
        assertThat(this.<Button>node("button-EVALUATE").isDisabled()).isTrue();
        assertThat(this.<Label>node("status-model").getText()).isEqualTo("model.pth · weights without a network");
        select("fc1.weight");
        type("bits", "4");
        type("max", "0.2");
        awaitExact();
        assertThat(row("fc1.weight").config().isHandMade()).isTrue();

        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        assertThat(this.<Label>node("stack-network").getText())
                .isEqualTo("784 inputs → fc1.weight → 256 → fc2.weight → 10");
        assertThat(this.<ComboBox<ActivationFunction>>node("stack-between").getValue())
                .isEqualTo(ActivationFunction.NONE);
        clickOn("#stack-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        assertThat(workbench().rows()).extracting(LayerRow::name).containsExactly("fc1", "fc2");
        assertThat(row("fc1").config().format().bits()).isEqualTo(4);
        assertThat(row("fc1").config().isHandMade()).isTrue();
        assertThat(workbench().modifiedProperty().get()).isTrue();
        assertThat(node("weights-strip").isVisible()).isFalse();

        measureOnDataOf("simple-model");
        assertThat(this.<Label>node("status-accuracy").getText()).contains("float " + trainedAccuracy("simple-model"));
        assertThat(project()
                        .measuring()
                        .measured(QuantConfig.empty())
                        .orElseThrow()
                        .accuracy()
                        .orElseThrow()
                        .correct())
                .isEqualTo(sample("simple-model").correct());

        Path saved = folder.resolve("article.onnx");
        dialogs.chooseFile(saved);
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.S);
        await("it is saved", () -> tasks.isIdle() && Files.exists(saved));
        dialogs.answer("discard");
        openWithShortcut(saved);
        assertThat(project().source()).isInstanceOf(ModelSource.Network.class);
        assertThat(workbench().rows()).extracting(LayerRow::name).containsExactly("fc1", "fc2");
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void weightsAreJoinedToTheNetworkThatIsDroppedOnThem() throws IOException {
        Path weights = WeightsOnDisk.write(
                folder.resolve("wrapped.pth"),
                WeightsOnDisk.tensor("module.fc1.weight", 256, 784),
                WeightsOnDisk.tensor("module.fc1.bias", 256),
                WeightsOnDisk.tensor("module.fc2.weight", 10, 256),
                WeightsOnDisk.tensor("module.fc2.bias", 10),
                WeightsOnDisk.tensor("module.scale", 3));
        interact(() -> window.files().openAll(List.of(weights)));
        await("it is open", () -> workbench().project().isPresent());
        dialogs.answer("join");
        Path graph = sample("simple-model").model();
        interact(() -> window.files().openAll(List.of(graph)));
        await("the form", () -> lookup("#join-form").tryQuery().isPresent());
        assertThat(this.<Label>node("join-summary").getText()).isEqualTo("Constants with a tensor: 4 of 4.");
        assertThat(this.<Label>node("join-left-over").getText()).endsWith("module.scale");
        clickOn("#join-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        assertThat(project().source()).isInstanceOf(ModelSource.Joined.class);
        measureOnDataOf("simple-model");
        // Random weights guess one of ten digits.
        assertThat(project()
                        .measuring()
                        .measured(QuantConfig.empty())
                        .orElseThrow()
                        .accuracy()
                        .orElseThrow()
                        .top1())
                .isBetween(0.01, 0.3);
    }

    /** Codes, scales and zero points of a quantized file are choices by hand. */
    @Test
    void aQuantizedTfliteFileIsDroppedOnTheWindow() throws IOException {
        drop(Files.write(folder.resolve("quantized.tflite"), TfliteFiles.quantized()));
        await("it is open", () -> workbench().project().isPresent());
        awaitExact();
        assertThat(this.<Label>node("status-model").getText())
                .isEqualTo("quantized.tflite · weights without a network");
        LayerRow row = workbench().rows().get(0);
        assertThat(row.config().isHandMade()).isTrue();
        assertThat(row.config().manual().get(0).exact().orElseThrow().scale()).isEqualTo(0.5f);
        assertThat(row.quantized().orElseThrow().error().mse())
                .as("its codes give its values")
                .isZero();
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void arraysOfNumpyAreDroppedOnTheWindowAsWeights() throws IOException {
        drop(WeightsOnDisk.npz(
                folder.resolve("arrays.npz"),
                WeightsOnDisk.tensor("fc1.weight", 30, 20),
                WeightsOnDisk.tensor("fc1.bias", 30)));
        await("it is open", () -> workbench().project().isPresent());
        awaitExact();
        assertThat(this.<Label>node("status-model").getText()).isEqualTo("arrays.npz · weights without a network");
        assertThat(workbench().rows()).extracting(LayerRow::name).containsExactly("fc1.weight");
        assertThat(workbench().rows().get(0).layer().bias()).isPresent();
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void whatDoesNotFitIsToldBeforeAnythingIsJoined() {
        openWithShortcut(WeightsOnDisk.article());
        dialogs.chooseFile(sample("lenet-300-100").model());
        push(KeyCode.SHORTCUT, KeyCode.J);
        await("the form", () -> lookup("#join-form").tryQuery().isPresent());
        assertThat(this.<Node>node("join-start").isDisabled()).isTrue();
        assertThat(this.<Label>node("join-faults").getText()).contains("fc1.weight");
        push(KeyCode.ESCAPE);
        assertThat(project().hasNetwork()).isFalse();

        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        clickOn("#stack-used-1");
        push(KeyCode.ALT, KeyCode.UP);
        clickOn("#stack-used-0");
        assertThat(this.<CheckBox>node("stack-used-0").getText()).isEqualTo("fc2.weight + fc2.bias");
        assertThat(this.<Label>node("stack-faults").getText()).contains("fc1.weight", "784", "10");
        assertThat(this.<Node>node("stack-start").isDisabled()).isTrue();
        push(KeyCode.ESCAPE);
    }

    @Test
    void aBrokenFileIsToldAndTheWeightsStay() throws IOException {
        openWithShortcut(WeightsOnDisk.article());
        Path broken = Files.write(folder.resolve("broken.pth"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
        dialogs.chooseFile(broken);
        push(KeyCode.SHORTCUT, KeyCode.O);
        await("an error", () -> !dialogs.errors().isEmpty());
        assertThat(dialogs.errors())
                .singleElement()
                .asString()
                .startsWith("broken.pth")
                .doesNotContain("Exception");
        assertThat(project().model().fileName()).isEqualTo("model.pth");
        interact(() -> window.files().openAll(List.of(sample("simple-model").data())));
        assertThat(dialogs.told()).singleElement().asString().contains("without a network");
    }

    @Test
    void panelsThatNeedANetworkSayWhyAndLeadToOne() {
        openWithShortcut(WeightsOnDisk.article());
        push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(this.<Label>node("graph-needs-network").isVisible()).isTrue();
        assertThat(lookup("#graph-view").query().getParent().isVisible()).isFalse();
        clickOn("#graph-stack");
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        clickOn("#stack-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        assertThat(this.<TabPane>node("centre").getSelectionModel().getSelectedIndex())
                .isEqualTo(4);
        assertThat(lookup("#graph-view").query().getParent().isVisible()).isTrue();
    }
}
