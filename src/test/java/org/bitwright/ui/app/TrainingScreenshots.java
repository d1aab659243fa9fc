package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.project.OwnState;
import org.bitwright.project.Project;
import org.bitwright.project.TrainingRun;
import org.bitwright.quant.Preset;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.Optimizer;
import org.bitwright.training.Schedule;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.util.WaitForAsyncUtils;

/** Pictures of training with what was really trained, in target/screenshots. */
class TrainingScreenshots extends WindowFixture {
    @RegisterExtension
    private final OwnState state = new OwnState();

    @Test
    void trainingInTheWindow() {
        openSample("lenet5");
        showTab();
        both("training-empty");
        form();
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        four();
        train("4 bits", TrainingPlan.usual());
        both("training-done");
        clickOn("#training-use");
        awaitExact();
        shot("training-used");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        train("4-bit gradients", gradients(4));
        train("2-bit gradients", gradients(2));
        running();
        interact(() ->
                this.<TableView<?>>node("training-table").getSelectionModel().selectRange(0, 3));
        interact(() -> node("curve-LOSS").requestFocus());
        push(KeyCode.END);
        both("training-compared");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("training-compared-zh");
        clickOn("#curves-as-table");
        shot("training-table-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        clickOn("#curves-as-chart");
        poor();
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("training-done-200");
    }

    private void running() {
        start("long", length(400));
        await(
                "some epochs",
                () -> find("long").filter(run -> run.epochs().size() >= 2).isPresent());
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("training-running-light");
        clickOn("#training-pause");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("training-paused-zh");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("training-paused-dark");
        clickOn("#training-cancel");
        await("it has ended", () -> tasks.isIdle());
        shot("training-ended-dark");
    }

    private void poor() {
        TrainingPlan usual = TrainingPlan.usual();
        start(
                "too fast",
                new TrainingPlan(
                        5,
                        64,
                        1,
                        new Optimizer.Sgd(0.9, 0),
                        new Schedule(Schedule.Course.CONSTANT, 50, 0, 1, 1),
                        usual.weightRanges(),
                        usual.activationRanges(),
                        usual.normalization(),
                        usual.augmentation(),
                        usual.distillation(),
                        usual.gradients(),
                        usual.pruning(),
                        usual.validationShare(),
                        usual.patience()));
        await("it has ended", () -> tasks.isIdle());
        shot("training-poor");
    }

    private void four() {
        interact(() -> workbench().editing().preset(List.copyOf(workbench().rows()), Preset.INT4_CHANNEL_MSE));
        awaitExact();
        await(
                "measured",
                () -> workbench().measurements().presentProperty().get().isPresent());
    }

    private static TrainingPlan gradients(int bits) {
        return TrainingPlan.usual().withGradients(Optional.of(new GradientRounding(bits, true, false)));
    }

    private static TrainingPlan length(int epochs) {
        TrainingPlan usual = TrainingPlan.usual();
        return new TrainingPlan(
                epochs,
                usual.batch(),
                usual.seed(),
                usual.optimizer(),
                usual.schedule(),
                usual.weightRanges(),
                usual.activationRanges(),
                usual.normalization(),
                usual.augmentation(),
                usual.distillation(),
                usual.gradients(),
                usual.pruning(),
                usual.validationShare(),
                usual.patience());
    }

    private void train(String name, TrainingPlan plan) {
        start(name, plan);
        await(
                name + " is done",
                () -> find(name)
                                .map(TrainingRun::state)
                                .filter(TrainingRun.State::isFinal)
                                .isPresent()
                        && tasks.isIdle());
    }

    private void start(String name, TrainingPlan plan) {
        Project project = workbench().project().orElseThrow();
        interact(() -> window.training().flow().train(project, name, plan));
    }

    private Optional<TrainingRun> find(String name) {
        return workbench().project().orElseThrow().training().find(name);
    }

    private void form() {
        for (Theme theme : Theme.values()) {
            dress(theme, Locale.ENGLISH, 100);
            push(KeyCode.F12);
            await("network and data were looked at", () -> !node("training-start")
                    .isDisabled());
            shot("training-form-" + name(theme));
            clickOn("#plan-more");
            interact(() ->
                    this.<javafx.scene.control.CheckBox>node("plan-gradients").setSelected(true));
            interact(() ->
                    this.<javafx.scene.control.CheckBox>node("plan-prunes").setSelected(true));
            interact(() ->
                    this.<javafx.scene.control.CheckBox>node("plan-distilled").setSelected(true));
            fill("plan-prune-end", "12");
            fill("plan-layer-shares", "fc*=90");
            shot("training-form-more-" + name(theme));
            push(KeyCode.ESCAPE);
        }
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        push(KeyCode.F12);
        fill("plan-epochs", "0");
        fill("training-name", "");
        clickOn("#plan-more");
        shot("training-form-zh");
        push(KeyCode.ESCAPE);
    }

    private void showTab() {
        interact(() -> this.<javafx.scene.control.TabPane>node("charts")
                .getSelectionModel()
                .select(3));
    }

    private void both(String name) {
        for (Theme theme : Theme.values()) {
            dress(theme, Locale.ENGLISH, 100);
            shot(name + "-" + name(theme));
        }
    }

    private static String name(Theme theme) {
        return theme.name().toLowerCase(Locale.ROOT);
    }

    private void shot(String name) {
        Shots.topmost(this, name + suffix());
    }

    private void fill(String id, String text) {
        TextField field = node(id);
        interact(() -> field.setText(text));
        WaitForAsyncUtils.waitForFxEvents();
    }
}
