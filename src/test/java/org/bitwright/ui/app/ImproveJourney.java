package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.quant.Preset;
import org.bitwright.quant.Rounding;
import org.bitwright.ui.common.ChangedTexts;
import org.junit.jupiter.api.Test;

/** A user lets the weights be improved, sees what it gained, and takes it back. */
class ImproveJourney extends WindowFixture {

    @Test
    void errorFeedbackIsAppliedShownAndTakenBack() {
        openSample("lenet5");
        interact(() -> workbench().editing().preset(List.copyOf(workbench().rows()), Preset.INT4_CHANNEL_MSE));
        awaitExact();
        select("fc1/Gemm");
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.DIGIT4);
        assertThat(lookup("#improve-start").tryQuery()).isPresent();
        clickOn("#improve-start");
        await("what it gained", () -> lookup("#improvement").tryQuery().isPresent());

        TableView<ImprovedLayer> table = node("improvement-table");
        assertThat(table.getItems()).hasSize(5).allMatch(ImprovedLayer::isChanged);
        assertThat(table.getItems().stream()
                        .mapToDouble(
                                layer -> layer.after().sqnrDb() - layer.before().sqnrDb())
                        .average()
                        .orElseThrow())
                .as("outputs come nearer to the float network's")
                .isPositive();
        assertThat(this.<Label>node("improvement-accuracy").getText()).contains("→");
        awaitExact();
        assertThat(workbench().rows())
                .allMatch(row -> row.config().rounding() instanceof Rounding.Assigned)
                .allMatch(row -> ChangedTexts.isChanged(row.config()));
        assertThat(workbench().undoNameProperty().get()).hasValue("5 layers: Error feedback");
        ComboBox<Rounding> rounding = node("rounding");
        assertThat(rounding.getConverter().toString(rounding.getValue())).isEqualTo("assigned by error feedback");
        assertThat(rounding.lookupAll(".list-cell"))
                .extracting(cell -> ((ListCell<?>) cell).getText())
                .contains("assigned by error feedback");
        assertThat(this.<Label>node("changed-weights").getText()).isEqualTo("Rounding assigned by error feedback");

        clickOn((Node) node("improvement-undo"));
        awaitExact();
        assertThat(workbench().rows()).allMatch(row -> row.config().rounding().isHalfEven());
        assertThat(lookup("#improvement").tryQuery()).isEmpty();
    }

    @Test
    void equalizedWeightsAreShownAndSwept() {
        openSample("depthwise");
        push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.DIGIT1);
        clickOn("#improve-start");
        await("what it gained", () -> lookup("#improvement").tryQuery().isPresent());
        push(KeyCode.ESCAPE);
        awaitExact();
        var changed = workbench().rows().stream()
                .filter(row -> row.config().overlay().isPresent())
                .findFirst()
                .orElseThrow();
        interact(() -> workbench().select(List.of(changed)));
        awaitExact();
        float[] shown =
                workbench().editor().weightsProperty().get().orElseThrow().values();
        float[] equalized = changed.config()
                .overlay()
                .orElseThrow()
                .values()
                .get(changed.layer().weight().name());
        assertThat(shown).isEqualTo(equalized);
        push(KeyCode.F6);
        assertThat(this.<javafx.scene.control.CheckBox>node("sweep-changed").isSelected())
                .isTrue();
        push(KeyCode.ESCAPE);
        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        await("the model's own weights", () -> workbench()
                .editor()
                .weightsProperty()
                .get()
                .filter(weights -> !java.util.Arrays.equals(weights.values(), equalized))
                .isPresent());
        push(KeyCode.F6);
        assertThat(lookup("#sweep-changed").tryQuery()).isEmpty();
    }
}
