package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.training.GradientRounding;
import org.bitwright.training.TrainingPlan;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of the gradients of real training in the whole window, in target/screenshots. */
class GradientWindowScreenshots extends WindowFixture {
    @Test
    void gradientsMeasuredAndOfARun() throws Exception {
        openSample("lenet5");
        select("fc1/Gemm");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        shot("gradients-none-light-en");
        clickOn("#gradients-measure-first");
        await("the gradients", () -> node("gradient-plot").isVisible() && tasks.isIdle());
        shot("gradients-measured-light-en");
        interact(() -> this.<ComboBox<Integer>>node("gradient-bits").setValue(4));
        await("other numbers", tasks::isIdle);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("gradients-measured-4bit-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        GradientRounding four = new GradientRounding(4, true, false);
        train("digits at 4 bits", TrainingPlan.usual().withEpochs(30).withGradients(Optional.of(four)));
        await("some epochs", () -> workbench().training().epochsProperty().get() >= 6);
        shot("gradients-running-light-en", false);
        dress(Theme.DARK, Locale.ENGLISH, 100);
        clickOn("#gradient-page-COURSE");
        shot("gradients-running-course-dark-en", false);
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("gradients-running-course-light-zh", false);
        clickOn("#training-cancel");
        await("it has ended", tasks::isIdle);
        clickOn("#gradient-page-SPREAD");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 200);
        shot("gradients-kept-light-zh-200");
    }

    @Test
    void widthsOfGradients() throws Exception {
        openSample("lenet5");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        push(KeyCode.SHIFT, KeyCode.F12);
        await("network and data were looked at", () -> !node("gradient-widths-start")
                .isDisabled());
        form("gradient-widths-form-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        push(KeyCode.SHIFT, KeyCode.F12);
        await("network and data were looked at", () -> !node("gradient-widths-start")
                .isDisabled());
        form("gradient-widths-form-dark-zh");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        interact(() -> window.training()
                .flow()
                .compare(
                        workbench().project().orElseThrow(),
                        "digits",
                        TrainingPlan.usual().withEpochs(3),
                        List.of(2, 3, 4, 8, 16),
                        () -> {}));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT3);
        clickOn("#gradient-page-WIDTHS");
        await(
                "some are done",
                () -> workbench().project().orElseThrow().training().runs().size() >= 4);
        shot("gradients-widths-running-light-en", false);
        await("all are done", tasks::isIdle);
        shot("gradients-widths-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("gradients-widths-dark-zh");
        clickOn("#widths-page-CURVES");
        shot("gradients-widths-curves-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("gradients-widths-curves-light-en");
        clickOn("#widths-page-BITS");
        clickOn("#widths-as-table");
        shot("gradients-widths-table-light-en");
    }

    private void train(String name, TrainingPlan plan) {
        interact(() -> window.training().flow().train(workbench().project().orElseThrow(), name, plan));
    }

    private void form(String name) throws Exception {
        Stage dialog = (Stage) listWindows().stream()
                .filter(Window::isFocused)
                .filter(one -> one != stage)
                .findFirst()
                .orElseThrow();
        Pictures.save(this, dialog, name + suffix());
    }

    private void shot(String name) throws Exception {
        shot(name, true);
    }

    private void shot(String name, boolean idle) throws Exception {
        awaitExact();
        if (idle) {
            await("nothing goes on", tasks::isIdle);
        }
        Pictures.save(this, stage, name + suffix());
    }
}
