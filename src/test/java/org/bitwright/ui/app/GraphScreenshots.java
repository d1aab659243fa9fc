package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.bitwright.project.Project;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of the Graph tab, in target/screenshots. */
class GraphScreenshots extends WindowFixture {
    @Test
    void residualNetwork() throws Exception {
        openSample("residual");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        interact(() -> workbench().editing().bits(workbench().rows().subList(2, 6), 4));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        await("statistics", () -> workbench().activations().stateProperty().get() == Activations.State.KNOWN);
        shot("graph-residual-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("graph-residual-dark-en");
        clickOn("#graph-fit");
        shot("graph-residual-whole-dark-en");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("graph-residual-whole-light-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("graph-residual-light-en-200");
    }

    @Test
    void transformer() throws Exception {
        openSample("vit");
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 4));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        select(
                workbench().rows().get(6).name(),
                workbench().rows().get(7).name(),
                workbench().rows().get(8).name());
        shot("graph-vit-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("graph-vit-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        interact(() -> this.<TextField>node("graph-find").setText("softmax"));
        interact(() -> this.<TextField>node("graph-find").requestFocus());
        push(KeyCode.ENTER);
        push(KeyCode.ENTER);
        shot("graph-vit-found-light-en");
        clickOn("#graph-fit");
        shot("graph-vit-whole-light-en");
    }

    @Test
    void sensitivityOfLayers() throws Exception {
        openSample("residual");
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 3));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT5);
        clickOn("#graph-SENSITIVITY");
        shot("graph-unmeasured-light-en");
        Project open = workbench().project().orElseThrow();
        var plan = open.exploration().usualSensitivity();
        var result = open.exploration().sensitivity(plan, cell -> {}, new Progress(), CancelToken.none());
        interact(() -> workbench().sensitivities().show(result));
        shot("graph-sensitivity-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("graph-sensitivity-dark-en");
    }

    private void shot(String name) throws Exception {
        awaitExact();
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, name + suffix());
    }
}
