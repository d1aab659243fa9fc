package org.bitwright.ui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.input.KeyCode;
import org.assertj.core.data.Offset;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.model.Layer;
import org.bitwright.project.Sample;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.TaskItem;
import org.bitwright.ui.common.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the workbench is for, from one end to the other, by mouse and keyboard on the bundled LeNet-5. */
class WholeWayJourney extends WindowFixture {
    private static final Set<String> THREE = Set.of("fc1/Gemm", "fc2/Gemm", "fc3/Gemm");

    private static final int ALL_POINTS = 2 * 16;

    @TempDir
    Path folder;

    @Test
    void aNetworkIsTunedSweptExportedAndOpenedAgain() {
        openSample("lenet5");
        aRangeIsDraggedAndTakenBack();
        threeLayersTakeFourBitsInOneStep();
        aSweepIsCancelledMidway();
        aPointOfASweepIsApplied();
        theModelIsExportedAndOpened();
    }

    private void aRangeIsDraggedAndTakenBack() {
        clickOn("conv2/Conv");
        await("conv2 is chosen", () -> shown("conv2/Conv"));
        awaitExact();
        TensorConfig before = row("conv2/Conv").config();
        double error = mse("conv2/Conv");

        Point2D grip = gripOf("range-max");
        drag(grip).moveBy(-30, 0);
        assertThat(mse("conv2/Conv")).as("the error answers under the hand").isGreaterThan(error);
        assertThat(workbench().configProperty().get().of("conv2/Conv"))
                .as("nothing is decided before the handle is let go")
                .isEqualTo(before);
        moveBy(-60, 0).drop();
        awaitExact();

        assertThat(row("conv2/Conv").config().isHandMade()).isTrue();
        assertThat(mse("conv2/Conv"))
                .as("clipping half the range costs accuracy")
                .isGreaterThan(error);
        assertThat(workbench().undoNameProperty().get())
                .hasValueSatisfying(name -> assertThat(name).contains("conv2/Conv"));

        push(KeyCode.SHORTCUT, KeyCode.Z);
        awaitExact();
        assertThat(row("conv2/Conv").config()).isEqualTo(before);
        assertThat(mse("conv2/Conv")).isEqualTo(error);
    }

    private void threeLayersTakeFourBitsInOneStep() {
        QuantConfig before = workbench().configProperty().get();
        clickOn("fc1/Gemm");
        press(KeyCode.SHIFT).clickOn("fc3/Gemm").release(KeyCode.SHIFT);
        await("three layers are chosen", () -> workbench().selected().size() == 3);
        awaitExact();
        type("bits", "4");
        awaitExact();

        for (LayerRow row : workbench().rows()) {
            assertThat(row.config().format().bits()).as(row.name()).isEqualTo(THREE.contains(row.name()) ? 4 : 8);
        }
        interact(() -> workbench().undo());
        assertThat(workbench().configProperty().get()).isEqualTo(before);
        interact(() -> workbench().redo());
        awaitExact();
    }

    private void aSweepIsCancelledMidway() {
        QuantConfig before = workbench().configProperty().get();
        push(KeyCode.F6);
        clickOn("#sweep-start");
        await("the first points are there", () -> !points().isEmpty());
        TaskItem sweep = runningSweep();
        interact(sweep::cancel);
        await("the sweep has ended", () -> running().isEmpty());

        List<SweepPoint> kept =
                project().measuring().lastSweep().map(SweepResult::points).orElse(List.of());
        assertThat(kept).as("what was measured stays").isNotEmpty();
        assertThat(kept).as("it was cut off").anyMatch(point -> !point.complete());
        assertThat(workbench().configProperty().get()).isEqualTo(before);
    }

    private void aPointOfASweepIsApplied() {
        push(KeyCode.F6);
        clickOn("#sweep-some-samples");
        assertThat(this.<RadioButton>node("sweep-some-samples").isSelected()).isTrue();
        clickOn("#sweep-start");
        await(
                "the sweep is done",
                () -> running().isEmpty()
                        && project().measuring().lastSweep().stream()
                                        .flatMap(sweep -> sweep.points().stream())
                                        .filter(SweepPoint::complete)
                                        .count()
                                == ALL_POINTS);

        dialogs.answer("apply");
        clickOn("#accuracy-plot");
        push(KeyCode.RIGHT).push(KeyCode.ENTER);
        assertThat(dialogs.questions()).isNotEmpty();
        awaitExact();
        Set<Integer> widths = Set.copyOf(workbench().rows().stream()
                .map(row -> row.config().format().bits())
                .toList());
        assertThat(widths).as("the whole model has the width of the point").hasSize(1);
        assertThat(workbench().undoNameProperty().get()).isPresent();
    }

    private void theModelIsExportedAndOpened() {
        Path integers = folder.resolve("lenet5-int.onnx");
        Path simulated = folder.resolve("lenet5-simulated.onnx");
        interact(() -> workbench().edit(() -> "5 bits", fiveBits()));
        awaitExact();
        await(
                "the accuracy is measured",
                () -> project().measuring().measured(fiveBits()).isPresent());
        Accuracy promised = project()
                .measuring()
                .measured(fiveBits())
                .orElseThrow()
                .accuracy()
                .orElseThrow();
        Path original = project().model().path();

        export(KeyCode.E, integers, KeyCode.SHORTCUT);
        export(KeyCode.E, simulated, KeyCode.SHORTCUT, KeyCode.SHIFT);
        assertThat(integers.toFile().length()).isLessThan(original.toFile().length() / 3);

        open(integers);
        assertThat(workbench().rows())
                .as("its integers are in hand again")
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.config().format()).isInstanceOf(NumberFormat.Uniform.class));
        await(
                "the accuracy is measured",
                () -> project().measuring().measured(project().config()).isPresent());
        Accuracy kept = project()
                .measuring()
                .measured(project().config())
                .orElseThrow()
                .accuracy()
                .orElseThrow();
        assertThat(kept.correct())
                .as("the file answers as the workbench did")
                .isCloseTo(promised.correct(), Offset.offset(2L));

        open(simulated);
        interact(() -> workbench().edit(() -> "5 bits", fiveBits()));
        awaitExact();
        assertThat(workbench().rows()).hasSize(5);
        for (LayerRow row : workbench().rows()) {
            assertThat(row.quantized().orElseThrow().error().sumSquaredError())
                    .as("weights that lie on the grid already lose nothing: " + row.name())
                    .isLessThan(1e-9);
        }
    }

    private void export(KeyCode key, Path target, KeyCode... held) {
        dialogs.chooseFile(target);
        press(held).type(key).release(held);
        await("the export is done", () -> lookup("#export-parity").tryQuery().isPresent());
        assertThat(dialogs.errors()).isEmpty();
        assertThat(target).exists();
        assertThat(this.<Label>node("export-parity").getText()).startsWith("largest output difference");
        push(KeyCode.ESCAPE);
    }

    private void open(Path file) {
        Sample sample = sample("lenet5");
        dialogs.answer("discard");
        interact(() -> window.files().open(file, sample.evaluationSource(), Optional.of(sample.calibrationSource())));
        await("it is open", () -> project().model().path().equals(file));
        if (!workbench().rows().isEmpty()) {
            awaitExact();
        }
    }

    private QuantConfig fiveBits() {
        return workbench()
                .configProperty()
                .get()
                .edit(
                        project().model().layers().stream().map(Layer::name).toList(),
                        layer -> TensorConfig.of(
                                NumberFormat.uniform(5, Scheme.NARROW), Granularity.CHANNEL, Calibrator.minMax()));
    }

    private boolean shown(String layer) {
        return workbench()
                .editor()
                .row()
                .map(LayerRow::name)
                .filter(layer::equals)
                .isPresent();
    }

    private double mse(String layer) {
        return row(layer).quantized().orElseThrow().error().mse();
    }

    private List<SweepPoint> points() {
        return List.copyOf(window.sweep().chart().points());
    }

    private List<TaskItem> running() {
        return tasks.items().stream().filter(item -> item.isActive()).toList();
    }

    private TaskItem runningSweep() {
        return running().stream()
                .filter(item -> item.name().equals(Texts.get("task.sweep")))
                .findFirst()
                .orElseThrow();
    }

    /** The middle of a handle's flag: where a hand would take it. */
    private Point2D gripOf(String handle) {
        Node flag = lookup("#" + handle + " .flag").queryAs(Label.class);
        Bounds bounds = flag.localToScreen(flag.getBoundsInLocal());
        return new Point2D(bounds.getCenterX(), bounds.getCenterY());
    }
}
