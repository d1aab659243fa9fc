package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.SweepPlan;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.model.ActivationFunction;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.ModelSource;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.Project;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.WeightsOnDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** A user makes another network of weights that were joined or stacked. */
class JoinAgainJourney extends WindowFixture {
    @TempDir
    private Path folder;

    /** Two tensors of one shape that were taken in the order of the file, which was the wrong one. */
    @Test
    void joinedWeightsAreJoinedInAnotherWay() throws IOException {
        joinTwins();
        select("one");
        type("bits", "3");
        Project before = project();
        assertThat(tensors()).containsExactly("b.weight", "a.weight");

        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form again", () -> lookup("#join-form").tryQuery().isPresent());
        choose("first", "a.weight");
        choose("second", "b.weight");
        clickOn("#join-start");
        await("another network", () -> project() != before);
        awaitExact();
        assertThat(tensors()).containsExactly("a.weight", "b.weight");
        assertThat(row("one").config().format().bits()).isEqualTo(3);
        assertThat(dialogs.questions()).as("nothing was measured").isEmpty();

        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form once more", () -> lookup("#join-form").tryQuery().isPresent());
        assertThat(this.<Label>node("join-summary").getText()).isEqualTo("Constants with a tensor: 2 of 2.");
        Project same = project();
        clickOn("#join-start");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(project()).as("nothing was changed").isSameAs(same);

        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(project()).isSameAs(before);
        awaitExact();
        assertThat(tensors()).containsExactly("b.weight", "a.weight");
        assertThat(row("one").config().format().bits()).isEqualTo(3);
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(row("one").config().format().bits()).as("steps before").isEqualTo(8);
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.Z);
        assertThat(project()).isSameAs(same);
    }

    private void choose(String constant, String tensor) {
        ComboBox<Optional<String>> box = lookup(".tensor-cell .combo-box")
                .match(cell -> cell.getAccessibleText().equals("Tensor for " + constant))
                .query();
        interact(() -> box.setValue(Optional.of(tensor)));
    }

    private List<String> tensors() {
        return ((ModelSource.Joined) project().source())
                .pairs().stream().map(JoinedPair::tensor).toList();
    }

    @Test
    void aStackIsMadeInAnotherWayAfterAQuestionAboutWhatWasMeasured() {
        stackAndMeasure();
        Project before = project();

        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        interact(() -> this.<ComboBox<ActivationFunction>>node("stack-between").setValue(ActivationFunction.RELU));
        clickOn("#stack-start");
        await("a question", () -> dialogs.questions().size() == 1);
        assertThat(project()).as("nothing was answered").isSameAs(before);

        dialogs.answer("join");
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        assertThat(this.<ComboBox<ActivationFunction>>node("stack-between").getValue())
                .isEqualTo(ActivationFunction.NONE);
        interact(() -> this.<ComboBox<ActivationFunction>>node("stack-between").setValue(ActivationFunction.RELU));
        clickOn("#stack-start");
        await("another network", () -> project() != before);
        awaitExact();
        assertThat(project().dataSets().evaluation()).as("the data stay").isPresent();
        assertThat(((ModelSource.Stacked) project().source())
                        .stack()
                        .steps()
                        .get(0)
                        .after())
                .isEqualTo(ActivationFunction.RELU);

        assertThat(workbench().undoNameProperty().get()).hasValue("joining in another way");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(project()).isSameAs(before);
        assertThat(workbench().measurements().presentProperty().get())
                .as("what was measured")
                .isPresent();
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(project().hasNetwork()).as("weights alone").isFalse();
        assertThat(workbench().redoNameProperty().get()).hasValue("joining of the weights");
    }

    @Test
    void aSweepThatIsUnderWayIsNotShownForAnotherNetwork() {
        stackAndMeasure();
        interact(() -> {
            window.sweep().flow().run(sweep(), OptionalInt.empty());
            workbench().undo();
        });
        await("the end", tasks::isIdle);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(project().hasNetwork()).isFalse();
        assertThat(window.sweep().chart().points()).isEmpty();
        assertThat(window.sweep().chart().runningProperty().get()).isFalse();
        assertThat(dialogs.errors()).isEmpty();
    }

    @Test
    void whatTookLongOnANetworkThatStepsLeadToIsAskedAbout() {
        stackAndMeasure();
        interact(() -> window.sweep().flow().run(sweep(), OptionalInt.of(50)));
        await("the sweep", () -> project().measuring().lastSweep().isPresent() && tasks.isIdle());
        makeAnother();
        dialogs.answer("discard");
        push(KeyCode.SHORTCUT, KeyCode.W);
        assertThat(dialogs.questions()).hasSize(3);
        assertThat(dialogs.questions().get(2)).startsWith("Undo leads back to another network");
        assertThat(workbench().project()).as("nothing was answered").isPresent();
        interact(() -> {
            workbench().undo();
            workbench().undo();
        });
        push(KeyCode.SHORTCUT, KeyCode.W);
        assertThat(dialogs.questions()).hasSize(4);
        assertThat(dialogs.questions().get(3)).contains("joining of the weights");
        assertThat(workbench().project()).as("nothing was answered").isPresent();
        dialogs.answer("discard");
        push(KeyCode.SHORTCUT, KeyCode.W);
        assertThat(workbench().project()).isEmpty();
    }

    /** After a question about the sweep. */
    private void makeAnother() {
        Project before = project();
        dialogs.answer("join");
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        interact(() -> this.<ComboBox<ActivationFunction>>node("stack-between").setValue(ActivationFunction.RELU));
        clickOn("#stack-start");
        await("another network", () -> project() != before);
        awaitExact();
    }

    private static SweepPlan sweep() {
        SweepSeries series = new SweepSeries(Granularity.TENSOR, Calibrator.minMax(), Scheme.SYMMETRIC);
        return new SweepPlan(List.of(series), List.of(2, 4, 8), List.of(), QuantConfig.empty());
    }

    private void stackAndMeasure() {
        openWithShortcut(WeightsOnDisk.article());
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.J);
        await("the form", () -> lookup("#stack-form").tryQuery().isPresent());
        clickOn("#stack-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
        measureOnDataOf("simple-model");
    }

    /** Joins two tensors of one shape in the order of the file. */
    private void joinTwins() throws IOException {
        openWithShortcut(WeightsOnDisk.write(
                folder.resolve("twins.pth"),
                WeightsOnDisk.tensor("b.weight", 4, 4),
                WeightsOnDisk.tensor("a.weight", 4, 4)));
        dialogs.chooseFile(OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("first", 4, 4)
                .weight("second", 4, 4)
                .node("Gemm", "one", "x first", "h", "transB=1")
                .node("Gemm", "two", "h second", "y", "transB=1")
                .output("y", -1, 4)
                .write(folder.resolve("twins.onnx")));
        push(KeyCode.SHORTCUT, KeyCode.J);
        await("the form", () -> lookup("#join-form").tryQuery().isPresent());
        assertThat(this.<Label>node("join-summary").getText()).endsWith("Guesses among them, to be looked at: 2.");
        clickOn("#join-start");
        await("a network", () -> project().hasNetwork());
        awaitExact();
    }

    private void showForm() {
        push(KeyCode.SHORTCUT, KeyCode.ALT, KeyCode.J);
        await("the form again", () -> lookup("#join-form").tryQuery().isPresent());
    }

    /** Confirms the form and does something before the window hears of what came of it. */
    private void startAndMeanwhile(Runnable more) {
        interact(() -> {
            this.<Button>node("join-start").fire();
            WaitForAsyncUtils.sleep(500, TimeUnit.MILLISECONDS);
            more.run();
        });
    }

    @Test
    void whatIsDoneWhileWeightsAreJoinedIsNotLost() throws IOException {
        joinTwins();
        Project before = project();
        showForm();
        choose("first", "a.weight");
        choose("second", "b.weight");
        startAndMeanwhile(() -> {
            QuantConfig config = before.config();
            workbench().edit(() -> "bits", config.with("one", Preset.INT4_CHANNEL_MSE.config()));
        });
        await("another network", () -> project() != before);
        awaitExact();
        assertThat(tensors()).containsExactly("a.weight", "b.weight");
        assertThat(row("one").config()).isEqualTo(Preset.INT4_CHANNEL_MSE.config());
    }

    @Test
    void whatIsOpenedWhileWeightsAreJoinedStays() throws IOException {
        joinTwins();
        Project other = Project.create(sample("simple-model").model());
        showForm();
        choose("first", "a.weight");
        choose("second", "b.weight");
        startAndMeanwhile(() -> workbench().show(other));
        await("the end", tasks::isIdle);
        assertThat(project()).isSameAs(other);
    }
}
