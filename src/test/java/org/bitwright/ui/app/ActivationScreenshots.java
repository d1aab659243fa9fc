package org.bitwright.ui.app;

import java.util.List;
import java.util.Locale;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.Range;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;

/** Pictures of the activations in their states, in target/screenshots. */
class ActivationScreenshots extends WindowFixture {
    private static final int RULES = 2;

    @Test
    void theActivationsTab() throws Exception {
        openSample("lenet5");
        select("conv2/Conv");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        awaitKnown();
        shot("activations-light-en");
        dress(Theme.DARK, Locale.ENGLISH, 100);
        shot("activations-dark-en");
        dress(Theme.LIGHT, Locale.SIMPLIFIED_CHINESE, 100);
        shot("activations-light-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 200);
        shot("activations-light-en-200");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        interact(() -> workbench()
                .activations()
                .select(workbench().activations().rows().stream()
                        .filter(row -> row.name().equals("/Relu_output_0"))
                        .toList()));
        awaitKnown();
        interact(() -> workbench().activations().editor().preview(new Range(0, 1)));
        shot("activations-dragged-light-en");
        interact(() -> workbench().activations().editor().commit(new Range(0, 1)));
        interact(() -> workbench().activations().editor().channelProperty().set(3));
        shot("activations-channel-light-en");
    }

    @Test
    void theRules() throws Exception {
        openSample("residual");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8_TFLITE));
        push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        awaitKnown();
        interact(() -> {
            this.<TabPane>node("notes").getSelectionModel().select(RULES);
            EdgeRow governed = workbench().activations().rows().stream()
                    .filter(EdgeRow::isGoverned)
                    .findFirst()
                    .orElseThrow();
            workbench().activations().select(List.of(governed));
        });
        shot("rules-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("rules-dark-zh");
        dress(Theme.LIGHT, Locale.ENGLISH, 100);
        interact(() -> workbench()
                .activations()
                .editing()
                .bits(List.copyOf(workbench().activations().rows()), 6));
        interact(() -> workbench()
                .activations()
                .select(List.copyOf(workbench().activations().rows())));
        shot("rules-broken-light-en");
        interact(() -> workbench().editing().preset(NetworkPreset.W8A8_DYNAMIC));
        interact(() -> workbench()
                .activations()
                .select(List.of(workbench().activations().rows().get(0))));
        shot("activations-dynamic-light-en");
    }

    @Test
    void beforeStatistics() throws Exception {
        interact(() -> window.files().open(sample("lenet5").model()));
        await("the model is open", () -> workbench().project().isPresent());
        push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        shot("activations-no-data-light-en");
        dress(Theme.DARK, Locale.SIMPLIFIED_CHINESE, 100);
        shot("activations-no-data-dark-zh");
    }

    private void awaitKnown() {
        await("statistics", () -> workbench().activations().stateProperty().get() == Activations.State.KNOWN);
    }

    private void shot(String name) throws Exception {
        awaitExact();
        await("the views", tasks::isIdle);
        Pictures.save(this, stage, name + suffix());
    }
}
