package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.quant.FormatFamily;
import org.junit.jupiter.api.Test;

/** A user compares the calibrators of a layer and chooses one. */
class CalibratorJourney extends WindowFixture {

    @Test
    void theBestCalibratorIsChosenInOneStepThatCanBeTakenBack() {
        open("conv2/Conv", 4);
        CalibratorResult present = table().getSelectionModel().getSelectedItem();
        assertThat(present.calibrator()).isEqualTo(Calibrator.minMax());
        assertThat(this.<Button>node("calibrators-use").isDisabled()).isTrue();
        CalibratorResult best = table().getItems().stream()
                .min((a, b) -> Double.compare(a.error().mse(), b.error().mse()))
                .orElseThrow();
        assertThat(best.calibrator()).isEqualTo(Calibrator.mse());
        interact(() -> table().getSelectionModel().select(best));
        clickOn("#calibrators-use");
        await(
                "the calibrator is taken",
                () -> row("conv2/Conv").config().calibrator().equals(Calibrator.mse()));
        awaitExact();
        // What was shown is what came.
        assertThat(row("conv2/Conv").quantized().orElseThrow().error().mse())
                .isEqualTo(best.error().mse())
                .isLessThan(present.error().mse());
        assertThat(workbench().undoNameProperty().get()).hasValue("conv2/Conv: calibrator mse");
        push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(row("conv2/Conv").config().calibrator()).isEqualTo(Calibrator.minMax());
    }

    @Test
    void closingChangesNothing() {
        open("fc1/Gemm", 8);
        var before = workbench().configProperty().get();
        push(KeyCode.ESCAPE);
        await("closed", () -> lookup("#calibrator-window").tryQuery().isEmpty());
        assertThat(workbench().configProperty().get()).isEqualTo(before);
    }

    @Test
    void calibratorsThatHaveNoMeaningSayWhy() {
        openSample("lenet5");
        select("fc1/Gemm");
        interact(() -> workbench().editing().family(workbench().selected(), FormatFamily.MXFP4));
        awaitExact();
        compare();
        assertThat(table().getItems()).hasSize(1);
        assertThat(this.<Label>node("calibrators-impossible").getText())
                .contains("mse: The format defines its own scale.");
        push(KeyCode.ESCAPE);
    }

    @Test
    void theInspectorsButtonOpensTheComparison() {
        openSample("lenet5");
        select("conv2/Conv");
        clickOn("#compare");
        await("the comparison", () -> lookup("#calibrator-table").tryQuery().isPresent());
        push(KeyCode.ESCAPE);
    }

    private void open(String layer, int bits) {
        openSample("lenet5");
        select(layer);
        interact(() -> workbench().editing().bits(workbench().selected(), bits));
        awaitExact();
        compare();
    }

    private void compare() {
        push(KeyCode.SHORTCUT, KeyCode.K);
        await(
                "the comparison",
                () -> lookup("#calibrator-table").tryQuery().isPresent()
                        && !table().getItems().isEmpty());
    }

    private TableView<CalibratorResult> table() {
        return node("calibrator-table");
    }
}
