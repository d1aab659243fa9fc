package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.export.GradientWidth;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.GradientStatistics;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.gradients.GradientSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

/** A user watches the gradients of real training, tries other ways of rounding, and compares widths. */
class GradientsJourney extends WindowFixture {
    private static final GradientRounding FOUR = new GradientRounding(4, true, false);

    @TempDir
    private Path folder;

    @Test
    void gradientsOfARunAreShownWhileItGoesOnAndKeptAfterwards() {
        openSample("simple-model");
        push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        assertThat(this.<TabPane>node("centre").getSelectionModel().getSelectedIndex())
                .isEqualTo(2);
        assertThat(shows("gradients-measure-first")).isTrue();
        train("four", TrainingPlan.usual().withEpochs(40).withGradients(Optional.of(FOUR)));
        await("the first gradients", () -> !title().isEmpty());
        assertThat(this.<ComboBox<GradientSource>>node("gradient-source").getValue())
                .isEqualTo(new GradientSource("four"));
        assertThat(this.<ComboBox<Integer>>node("gradient-bits").getValue()).isEqualTo(4);
        assertThat(node("gradient-bits").isDisabled()).isTrue();
        String first = text("gradient-readout");
        assertThat(first).startsWith("Epoch ").contains("(8×)");
        await("they change", () -> !text("gradient-readout").equals(first));
        clickOn("#training-cancel");
        await("it has ended", () -> !shows("training-live") && tasks.isIdle());

        GradientStatistics shown = shown();
        assertThat(text("gradient-step")).isEqualTo(Numbers.shortText(shown.step()));
        // Four bits: seven levels on each side, the last at the greatest magnitude.
        assertThat(shown.step()).isCloseTo(shown.maxAbs() / 7, within(1e-6 * shown.maxAbs()));
        assertThat(text("gradient-sqnr")).isEqualTo(Numbers.decibels(shown.sqnr()) + " dB");
        // The weights of the layer under the hand, and a click on a row goes to another.
        LayerRow layer = workbench().editor().row().orElseThrow();
        assertThat(title()).isEqualTo(layer.layer().weight().name());
        GradientStatistics bias = table().getItems().stream()
                .filter(gradient ->
                        gradient.layer().equals(workbench().rows().get(1).name()) && gradient.values() < 1000)
                .findFirst()
                .orElseThrow();
        interact(() -> table().getSelectionModel().select(bias));
        assertThat(title()).isEqualTo(bias.parameter());
        assertThat(workbench().editor().row()).contains(workbench().rows().get(1));
    }

    @Test
    void oneStepIsMeasuredWithoutTrainingAndRoundedInOtherWays() {
        openSample("simple-model");
        push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        clickOn("#gradients-measure-first");
        await("the gradients", () -> !title().isEmpty() && tasks.isIdle());
        assertThat(workbench().project().orElseThrow().training().runs()).isEmpty();
        GradientStatistics eight = shown();
        assertThat(eight.step()).isCloseTo(eight.maxAbs() / 127, within(1e-6 * eight.maxAbs()));
        assertThat(text("gradient-readout"))
                .startsWith("Step 8, without training")
                .contains("(4×)");

        choose("gradient-bits", 4);
        await("other numbers", () -> shown().step() > eight.step() && tasks.isIdle());
        GradientStatistics four = shown();
        assertThat(four.maxAbs()).isEqualTo(eight.maxAbs());
        assertThat(four.step()).isCloseTo(four.maxAbs() / 7, within(1e-6 * four.maxAbs()));
        assertThat(four.sqnr()).isLessThan(eight.sqnr() - 15);
        choose("gradient-rounding", false);
        await("to nearest", () -> shown().sqnr() > four.sqnr() && tasks.isIdle());
        GradientStatistics nearest = shown();
        clickOn("#gradient-feedback");
        // What was lost before is added: the seventh step left something to the eighth.
        await("error feedback", () -> shown().maxAbs() != nearest.maxAbs() && tasks.isIdle());
        choose("gradient-bits", 32);
        await("full precision", () -> shown().step() == 0 && tasks.isIdle());
        assertThat(text("gradient-sqnr")).isEqualTo("∞ dB");

        clickOn("#gradient-page-COURSE");
        interact(() -> node("gradient-course").requestFocus());
        push(KeyCode.LEFT);
        assertThat(text("gradient-readout")).startsWith("Step 7, without training");
        assertThat(shows("gradient-newest")).isTrue();
        push(KeyCode.ESCAPE);
        assertThat(text("gradient-readout")).startsWith("Step 8, without training");

        GradientStatistics before = shown();
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 2));
        await("gradients of the network as it is now", () -> tasks.isIdle() && shown().maxAbs() != before.maxAbs());
    }

    @Test
    void widthsAreComparedByRealRuns() throws IOException {
        openSample("simple-model");
        push(KeyCode.SHIFT, KeyCode.F12);
        await("network and data were looked at", () -> !node("gradient-widths-start")
                .isDisabled());
        for (int bits : List.of(3, 4, 6, 16)) {
            clickOn("#widths-bits-" + bits);
        }
        interact(() ->
                this.<Spinner<Integer>>node("widths-epochs").getValueFactory().setValue(2));
        assertThat(text("widths-runs")).isEqualTo("3 runs of 2 epochs");
        await("it can start", () -> !node("gradient-widths-start").isDisabled());
        clickOn("#gradient-widths-start");
        await("the tab is in front", () -> shows("widths-compare"));
        await(
                "all runs are done",
                () -> runs().size() == 3
                        && runs().stream().allMatch(run -> run.state() == TrainingRun.State.DONE)
                        && tasks.isIdle());

        assertThat(this.<ComboBox<String>>node("widths-comparison").getValue()).isEqualTo("Gradients");
        List<GradientWidth> widths =
                this.<TableView<GradientWidth>>node("widths-table").getItems();
        assertThat(widths).extracting(GradientWidth::bits).containsExactlyInAnyOrder(32, 2, 8);
        for (GradientWidth width : widths) {
            TrainingRun run = runs().stream()
                    .filter(one -> one.name().equals(width.run()))
                    .findFirst()
                    .orElseThrow();
            assertThat(width.accuracy())
                    .isEqualTo(run.after().orElseThrow().accuracy().orElseThrow());
            assertThat(width.accuracy().samples()).isEqualTo(10_000);
            assertThat(run.plan().seed()).isEqualTo(runs().get(0).plan().seed());
        }
        Path file = folder.resolve("widths.csv");
        dialogs.chooseFile(file);
        interact(() -> this.<MenuButton>node("widths-save").getItems().get(2).fire());
        await("the file", () -> Files.isRegularFile(file) && tasks.isIdle());
        assertThat(Files.readAllLines(file)).hasSize(4);
        assertThat(Files.readAllLines(file).get(1)).startsWith("Gradients (32 bits),32,,,");

        clickOn("#widths-compare");
        await("another can be asked for", () -> !node("gradient-widths-start").isDisabled());
        assertThat(this.<TextField>node("widths-name").getText()).isEqualTo("Gradients 2");
        push(KeyCode.ESCAPE);
        clickOn("#widths-page-CURVES");
        assertThat(this.<TableView<?>>node("twin-curves-table").getItems()).hasSize(6);
        clickOn("#widths-page-BITS");
        interact(() -> node("widths-plot").requestFocus());
        push(KeyCode.RIGHT);
        push(KeyCode.RIGHT);
        push(KeyCode.ENTER);
        assertThat(this.<ComboBox<GradientSource>>node("gradient-source").getValue())
                .isEqualTo(new GradientSource(widths.get(1).run()));
        assertThat(text("gradient-readout")).startsWith("Epoch 2");
    }

    @Test
    void otherDataAreLookedAtBeforeWidthsAreCompared() throws IOException {
        openSample("simple-model");
        Project project = workbench().project().orElseThrow();
        project.training().useData(project.dataSets().evaluationSource().orElseThrow());
        push(KeyCode.SHIFT, KeyCode.F12);
        await("what stands in the way", () -> text("widths-problem").contains("are the evaluation data"));
        assertThat(node("gradient-widths-start").isDisabled()).isTrue();
        interact(
                () -> this.<MenuButton>node("training-choose").getItems().get(2).fire());
        await("it can start", () -> !node("gradient-widths-start").isDisabled());
        assertThat(text("widths-problem")).isEmpty();
        push(KeyCode.ESCAPE);
    }

    private void train(String name, TrainingPlan plan) {
        interact(() -> window.training().flow().train(workbench().project().orElseThrow(), name, plan));
    }

    private List<TrainingRun> runs() {
        return workbench().project().orElseThrow().training().runs();
    }

    private GradientStatistics shown() {
        return table().getSelectionModel().getSelectedItem();
    }

    private TableView<GradientStatistics> table() {
        return node("gradient-parameters");
    }

    private <T> void choose(String box, T value) {
        interact(() -> this.<ComboBox<T>>node(box).setValue(value));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private String title() {
        return text("gradient-title");
    }

    private String text(String id) {
        return this.<Label>node(id).getText();
    }

    private boolean shows(String id) {
        Node node = lookup("#" + id).tryQuery().orElse(null);
        for (Node part = node; part != null; part = part.getParent()) {
            if (!part.isVisible()) {
                return false;
            }
        }
        return node != null;
    }
}
