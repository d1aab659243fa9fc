package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.QuantConfig;
import org.junit.jupiter.api.Test;

class FrontJourney extends WindowFixture {

    @Test
    void aPointIsLoadedAsOneStep() {
        openSample("lenet5");
        awaitMeasured();
        QuantConfig eight = workbench().configProperty().get();
        interact(() -> workbench().editing().bits(List.copyOf(workbench().rows()), 3));
        awaitExact();
        awaitMeasured();
        QuantConfig three = workbench().configProperty().get();
        TabPane charts = node("charts");
        interact(() -> charts.getSelectionModel()
                .select(charts.getTabs().stream()
                        .filter(tab -> tab.getText().startsWith("Size"))
                        .findFirst()
                        .orElseThrow()));
        interact(() -> node("front-plot").requestFocus());
        push(KeyCode.RIGHT);
        push(KeyCode.RIGHT);
        dialogs.answer("load");
        push(KeyCode.ENTER);
        assertThat(dialogs.questions()).last().asString().contains("KB of weights");
        assertThat(workbench().configProperty().get()).isEqualTo(eight);
        assertThat(workbench().undoNameProperty().get())
                .hasValueSatisfying(name -> assertThat(name).startsWith("configuration of"));
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(workbench().configProperty().get()).isEqualTo(three);
    }

    private void awaitMeasured() {
        await(
                "the present configuration is measured",
                () -> workbench().measurements().presentProperty().get().isPresent());
    }
}
