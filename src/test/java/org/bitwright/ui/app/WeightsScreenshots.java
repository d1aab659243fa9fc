package org.bitwright.ui.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.Layer;
import org.bitwright.model.Tensor;
import org.bitwright.project.Project;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.WeightsOnDisk;
import org.bitwright.ui.common.WindowDialogs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of weights without a network and of the ways to one, in target/screenshots. */
class WeightsScreenshots extends WindowFixture {
    @TempDir
    Path folder;

    @Test
    void theWindow() {
        open(WeightsOnDisk.article());
        shot("weights-light-en");
        interact(() -> this.<TabPane>node("centre").getSelectionModel().select(4));
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("weights-graph-dark-en");
        interact(() -> this.<TabPane>node("centre").getSelectionModel().select(1));
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("weights-activations-light-zh");
        interact(() -> this.<TabPane>node("centre").getSelectionModel().select(3));
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("weights-error-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("weights-light-en-200");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        push(KeyCode.SHORTCUT, KeyCode.I);
        shot("weights-model-light-en");
    }

    @Test
    void theStack() {
        open(WeightsOnDisk.article());
        stack();
        shot("weights-stack-light-en");
        clickOn("#stack-used-1");
        push(KeyCode.ALT, KeyCode.UP);
        clickOn("#stack-used-0");
        shot("weights-stack-wrong-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        stack();
        shot("weights-stack-dark-zh");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        stack();
        shot("weights-stack-light-en-200");
        push(KeyCode.ESCAPE);
    }

    @Test
    void theJoin() throws IOException {
        open(lenet());
        join("lenet5");
        shot("weights-join-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.ENGLISH, 100);
        join("residual");
        shot("weights-join-missing-dark-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        join("lenet5");
        shot("weights-join-dark-zh");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        join("lenet5");
        shot("weights-join-light-en-200");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        join("lenet5");
        clickOn("#join-start");
        await("a network", () -> workbench().project().orElseThrow().hasNetwork());
        awaitExact();
        push(KeyCode.SHORTCUT, KeyCode.I);
        shot("weights-joined-model-light-en");
    }

    /** Blocks of a residual network have tensors of the same shapes: which is whose is a guess where no name says it. */
    @Test
    void theDoubtfulPairs() throws IOException {
        open(residual());
        join("residual");
        interact(() -> this.<CheckBox>node("join-doubtful").setSelected(true));
        shot("weights-join-doubtful-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        join("residual");
        interact(() -> this.<CheckBox>node("join-doubtful").setSelected(true));
        shot("weights-join-doubtful-dark-zh");
        push(KeyCode.ESCAPE);
    }

    /** What was measured, and improved weights, do not hold for another network. */
    @Test
    void theQuestionBeforeAnotherNetwork() {
        open(WeightsOnDisk.article());
        stack();
        clickOn("#stack-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        measureOnDataOf("simple-model");
        Layer layer = project().model().layers().get(0);
        Map<String, float[]> improved = Map.of(
                layer.weight().name(), new float[(int) layer.weight().shape().elements()]);
        TensorConfig config =
                project().config().of(layer.name()).withOverlay(Optional.of(WeightOverlay.of("picture", improved)));
        interact(() -> workbench().edit(() -> "improved", project().config().with(layer.name(), config)));
        awaitExact();
        Actions actions = new Actions();
        new JoiningFlow(workbench(), tasks, new WindowDialogs(stage), settings, stage).define(actions);
        for (Theme theme : Theme.values()) {
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                dress(theme, language, 100);
                interact(() -> actions.run(Action.JOIN_AGAIN));
                await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
                interact(() ->
                        this.<ComboBox<ActivationFunction>>node("stack-between").setValue(ActivationFunction.RELU));
                clickOn("#stack-start");
                await("the question", () -> lookup(".dialog-pane").tryQuery().isPresent());
                shot("weights-another-network-" + theme.name().toLowerCase(Locale.ROOT) + "-" + language.getLanguage());
                push(KeyCode.ESCAPE);
                await("it is gone", () -> lookup(".dialog-pane").tryQuery().isEmpty());
            }
        }
    }

    /** The weights of the sample's layers, every other one under a name that says nothing. */
    private Path residual() throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        try (Project project = Project.create(sample("residual").model())) {
            for (Layer layer : project.model().layers()) {
                boolean named = tensors.size() % 4 == 0;
                Tensor weight = layer.weight();
                tensors.add(WeightsOnDisk.tensor(
                        named ? weight.name() : "unnamed." + tensors.size(),
                        weight.shape().toArray()));
                layer.bias()
                        .ifPresent(bias -> tensors.add(WeightsOnDisk.tensor(
                                named ? bias.name() : "unnamed." + tensors.size(),
                                bias.shape().toArray())));
            }
        }
        return WeightsOnDisk.write(folder.resolve("unnamed.pth"), tensors.toArray(Tensor[]::new));
    }

    /** LeNet-5's shapes under names of which some agree, some are of Keras' order, and one is of no use. */
    private Path lenet() throws IOException {
        List<Tensor> tensors = List.of(
                WeightsOnDisk.tensor("model.conv1.weight", 6, 1, 5, 5),
                WeightsOnDisk.tensor("model.conv1.bias", 6),
                WeightsOnDisk.tensor("features.conv2.weight", 16, 6, 5, 5),
                WeightsOnDisk.tensor("features.conv2.bias", 16),
                WeightsOnDisk.tensor("head.a.weight", 400, 120),
                WeightsOnDisk.tensor("head.a.bias", 120),
                WeightsOnDisk.tensor("model.fc2.weight", 84, 120),
                WeightsOnDisk.tensor("model.fc2.bias", 84),
                WeightsOnDisk.tensor("fc3.weight", 10, 84),
                WeightsOnDisk.tensor("fc3.bias", 10),
                WeightsOnDisk.tensor("running_mean", 7));
        return WeightsOnDisk.write(folder.resolve("checkpoint.pth"), tensors.toArray(Tensor[]::new));
    }

    private void open(Path file) {
        interact(() -> window.files().open(file));
        await("it is open", () -> workbench().project().isPresent());
        awaitExact();
    }

    private void stack() {
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
    }

    private void join(String sample) {
        dialogs.chooseFile(sample(sample).model());
        push(KeyCode.SHORTCUT, KeyCode.J);
        await("the form", () -> lookup("#join-form").tryQuery().isPresent());
    }

    private void shot(String name) {
        Shots.topmost(this, name + suffix());
    }
}
