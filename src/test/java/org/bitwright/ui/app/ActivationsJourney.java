package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweptPart;
import org.bitwright.project.Measurement;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TargetProfile;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.QuantizedEdge;
import org.junit.jupiter.api.Test;

/** Activations from one end to the other, by mouse and keyboard on the bundled LeNet-5. */
class ActivationsJourney extends WindowFixture {
    private static final String RELU = "/Relu_output_0";
    private static final String MOVED = "/pool/MaxPool_output_0";

    @Test
    void activationsAreChosenSeenTunedAndMeasured() {
        openSample("lenet5");
        clickOn("conv1/Conv");
        push(KeyCode.ALT, KeyCode.SHIFT, KeyCode.DIGIT1);
        await("the preset", () -> workbench().configProperty().get().quantizesActivations());
        assertThat(workbench().configProperty().get().target()).isEqualTo(TargetProfile.ORT_CPU);
        push(KeyCode.SHORTCUT, KeyCode.DIGIT2);
        await("statistics", () -> activations().stateProperty().get() == Activations.State.KNOWN);
        await(
                "the plan",
                () -> edge(RELU).quantized().flatMap(QuantizedEdge::error).isPresent());
        assertThat(activations().editor().row()).map(EdgeRow::name).hasValue("input");

        clickOn(RELU);
        await(
                "it is chosen",
                () -> activations().editor().row().filter(edge(RELU)::equals).isPresent());
        aHandleIsDraggedAndTakenBack();
        bitsAreTyped();
        theAccuracyIsShown();
        aRuleLeadsToTheActivationThatDecides();
    }

    @Test
    void activationsAloneAreSweptAndAPointIsApplied() {
        openSample("lenet5");
        push(KeyCode.F6);
        clickOn("#sweep-part-w").clickOn("#sweep-part-a").clickOn("#sweep-some-samples");
        clickOn("#sweep-start");
        await(
                "2 to 16 bits",
                () -> project().measuring().lastSweep().stream()
                                .flatMap(sweep -> sweep.points().stream())
                                .filter(SweepPoint::complete)
                                .count()
                        == 15);
        SweepPoint point = project().measuring().lastSweep().orElseThrow().points().stream()
                .filter(each -> each.bits() == 8)
                .findFirst()
                .orElseThrow();
        assertThat(point.series().part()).isEqualTo(SweptPart.ACTIVATIONS);
        assertThat(point.bytes())
                .as("weights stay float")
                .isEqualTo(project().measuring().floatBytes());
        dialogs.answer("apply");
        interact(() -> window.sweep().flow().offer(point));
        QuantConfig applied = workbench().configProperty().get();
        assertThat(applied.activation(RELU).format().bits()).isEqualTo(8);
        assertThat(applied.of("conv1/Conv").format().isQuantized()).isFalse();
    }

    private void aHandleIsDraggedAndTakenBack() {
        ActivationConfig before = edge(RELU).config();
        double error = mse();
        drag(gripOf("activation-range-max")).moveBy(-30, 0);
        assertThat(mse()).as("the error answers under the hand").isNotEqualTo(error);
        assertThat(workbench().configProperty().get().activation(RELU))
                .as("nothing is decided before the handle is let go")
                .isEqualTo(before);
        moveBy(-200, 0).drop();
        await("the edit", () -> edge(RELU).config().isHandMade() && tasks.isIdle());
        assertThat(mse()).as("clipping most of the range costs").isGreaterThan(error);
        assertThat(workbench().undoNameProperty().get())
                .hasValueSatisfying(name -> assertThat(name).contains(RELU));
        assertThat(this.<Label>node("edge-hand-made").isVisible()).isTrue();

        push(KeyCode.SHORTCUT, KeyCode.Z);
        await("the plan again", tasks::isIdle);
        assertThat(edge(RELU).config()).isEqualTo(before);
        assertThat(mse()).isEqualTo(error);
    }

    private void bitsAreTyped() {
        double error = mse();
        type("edge-bits", "4");
        await("the plan again", tasks::isIdle);
        assertThat(edge(RELU).config().format().bits()).isEqualTo(4);
        assertThat(mse()).isGreaterThan(error);
    }

    private void theAccuracyIsShown() {
        push(KeyCode.F5);
        await(
                "the accuracy",
                () -> project().measuring().measured(project().config()).isPresent() && tasks.isIdle());
        Measurement measured =
                project().measuring().measured(project().config()).orElseThrow();
        Accuracy accuracy = measured.accuracy().orElseThrow();
        assertThat(accuracy.top1()).as("one activation at 4 bits costs little").isBetween(0.9, 1.0);
        assertThat(this.<Label>node("status-accuracy").getText()).startsWith("top-1");
    }

    private void aRuleLeadsToTheActivationThatDecides() {
        clickOn(MOVED);
        await(
                "it is chosen",
                () -> activations().editor().row().filter(edge(MOVED)::equals).isPresent());
        assertThat(this.<Node>node("activation-range-max").isDisabled()).isTrue();
        clickOn("#edge-decider");
        await(
                "the other is chosen",
                () -> activations().editor().row().filter(edge(RELU)::equals).isPresent());
        interact(() -> this.<TabPane>node("notes").getSelectionModel().select(2));
        assertThat(lookup("#rule-list").tryQuery()).isPresent();
    }

    private Activations activations() {
        return workbench().activations();
    }

    private EdgeRow edge(String name) {
        return activations().row(name).orElseThrow();
    }

    private double mse() {
        return edge(RELU)
                .quantized()
                .flatMap(QuantizedEdge::error)
                .orElseThrow()
                .mse();
    }

    /** The middle of a handle's flag: where a hand would take it. */
    private Point2D gripOf(String handle) {
        Node flag = lookup("#" + handle + " .flag").queryAs(Label.class);
        Bounds bounds = flag.localToScreen(flag.getBoundsInLocal());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }
}
