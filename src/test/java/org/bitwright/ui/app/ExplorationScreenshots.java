package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.bitwright.quant.Preset;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of sensitivity and variants, as they were really measured, in target/screenshots. */
class ExplorationScreenshots extends WindowFixture {
    @Test
    void sensitivity() throws Exception {
        openSample("residual");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        push(KeyCode.SHIFT, KeyCode.F6);
        shotOfTop("sensitivity-form-light-en");
        push(KeyCode.ESCAPE);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        push(KeyCode.SHIFT, KeyCode.F6);
        shotOfTop("sensitivity-form-dark-zh");
        clickOn("#sensitivity-granularity-TENSOR");
        clickOn("#sensitivity-some-samples");
        interact(() -> this.<Spinner<Integer>>node("sensitivity-samples")
                .getValueFactory()
                .setValue(400));
        clickOn("#sensitivity-start");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        Sensitivities known = workbench().sensitivities();
        await("some cells", () -> known.cells().size() > 20);
        Pictures.save(this, stage, "window-sensitivity-running-light-en" + suffix());
        await("the measurement", () -> !known.runningProperty().get());
        shot("window-sensitivity-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("window-sensitivity-dark-en");
        interact(() -> node("heat-plot").requestFocus());
        push(KeyCode.RIGHT).push(KeyCode.DOWN).push(KeyCode.RIGHT);
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("window-sensitivity-tip-dark-zh");
        clickOn("#sensitivity-KL");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        shot("window-sensitivity-kl-light-en");
        clickOn("#sensitivity-as-table");
        shot("window-sensitivity-table-light-en");
        clickOn("#sensitivity-as-chart");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("window-sensitivity-light-en-200");
    }

    @Test
    void variants() throws Exception {
        openSample("residual");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        push(KeyCode.SHORTCUT, KeyCode.B);
        shot("window-variants-empty-light-en");
        snapshot("Eight bits");
        interact(() -> workbench().editing().preset(List.copyOf(workbench().rows()), Preset.INT4_CHANNEL_MSE));
        snapshot("Four bits, per channel");
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows().subList(1, 5)), 6));
        snapshot("Four and six bits");
        shot("window-variants-light-en");
        interact(() ->
                this.<TableView<?>>node("variants-table").getSelectionModel().selectRange(1, 3));
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("window-variants-dark-zh");
        clickOn("#variants-compare");
        await("the comparison", () -> lookup("#comparison-verdict").tryQuery().isPresent());
        shotOfTop("comparison-dark-zh");
        push(KeyCode.ESCAPE);
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        clickOn("#variants-compare");
        await("the comparison", () -> lookup("#comparison-verdict").tryQuery().isPresent());
        clickOn("#comparison-latency");
        await(
                "the latency",
                () -> lookup("#comparison-second-latency-32").tryQuery().isPresent());
        shotOfTop("comparison-light-en");
        clickOn("#comparison-differences");
        shotOfTop("comparison-differences-light-en");
    }

    private void snapshot(String name) {
        awaitExact();
        await(
                "accuracy",
                () -> workbench().measurements().presentProperty().get().isPresent());
        dialogs.answer(name);
        push(KeyCode.SHORTCUT, KeyCode.B);
    }

    private void shot(String name) throws Exception {
        awaitExact();
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, name + suffix());
    }

    /** Of the window in front. */
    private void shotOfTop(String name) throws Exception {
        List<Window> windows = Window.getWindows().stream()
                .filter(window -> window.isShowing() && window instanceof Stage)
                .toList();
        Pictures.save(this, (Stage) windows.get(windows.size() - 1), name + suffix());
    }
}
