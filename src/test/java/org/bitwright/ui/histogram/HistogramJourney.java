package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class HistogramJourney {
    private static LayerWeights weights;

    private final HistogramViewModel model = new HistogramViewModel();
    private final List<Range> moved = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();

    @BeforeAll
    static void readWeights() {
        weights = HistogramScenes.weights("lenet5.onnx", 2);
    }

    @Start
    void start(Stage stage) {
        PanelStage.show(stage, new HistogramView(model), 900, 480, Theme.LIGHT);
    }

    @Test
    void draggedHandleAsksForTheRangeUnderThePointer(FxRobot robot) {
        show(robot, Granularity.TENSOR, Scheme.ASYMMETRIC);
        float min = model.rangeProperty().get().orElseThrow().min();
        double target = at(robot, 0.1);
        robot.drag(
                        handle(
                                robot,
                                at(
                                        robot,
                                        model.rangeProperty()
                                                .get()
                                                .orElseThrow()
                                                .max())),
                        MouseButton.PRIMARY)
                .moveTo(new Point2D(
                        handle(robot, target).getX() - 20, handle(robot, target).getY()))
                .moveTo(handle(robot, target));
        assertThat(moved).isNotEmpty();
        assertThat(committed).isEmpty();
        robot.drop();
        Range last = moved.get(moved.size() - 1);
        assertThat(last.max()).isCloseTo(0.1f, within(0.003f));
        assertThat(last.min()).isEqualTo(min);
        assertThat(committed).containsExactly("0 " + last);
        assertThat(model.stateProperty().get().orElseThrow().grids(0).get(0).reachableMax())
                .isCloseTo(0.1f, within(0.02f));
        assertThat(readout(robot)).contains("clipped");
    }

    @Test
    void keysMoveBothEndsOfASymmetricRange(FxRobot robot) {
        show(robot, Granularity.TENSOR, Scheme.SYMMETRIC);
        Range before = model.rangeProperty().get().orElseThrow();
        robot.interact(() -> robot.lookup("#range-max").query().requestFocus());
        robot.type(KeyCode.LEFT);
        assertThat(committed).hasSize(1);
        robot.press(KeyCode.SHIFT).type(KeyCode.LEFT).release(KeyCode.SHIFT);
        assertThat(moved).hasSize(2);
        Range coarse = moved.get(0);
        Range fine = moved.get(1);
        assertThat(coarse.max()).isLessThan(before.max());
        assertThat(coarse.min()).isEqualTo(-coarse.max());
        assertThat(coarse.max() - fine.max()).isPositive().isLessThan(before.max() - coarse.max());
        assertThat(committed).hasSize(2);
    }

    @Test
    void handlesAreReachedByTab(FxRobot robot) {
        show(robot, Granularity.TENSOR, Scheme.SYMMETRIC);
        robot.interact(() -> robot.lookup("#range-min").query().requestFocus());
        robot.type(KeyCode.TAB);
        assertThat(robot.lookup("#range-max").query().isFocused()).isTrue();
    }

    @Test
    void wheelZoomsDragPansAndDoubleClickShowsEverything(FxRobot robot) {
        show(robot, Granularity.TENSOR, Scheme.SYMMETRIC);
        ValueWindow whole = model.windowProperty().get();
        robot.moveTo(free(robot, at(robot, 0.05))).scroll(5, VerticalDirection.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        ValueWindow near = model.windowProperty().get();
        assertThat(near.span()).isNotEqualTo(whole.span());
        robot.interact(() -> model.zoom(0, 0.3));
        near = model.windowProperty().get();
        robot.drag(free(robot, at(robot, 0.02)), MouseButton.PRIMARY)
                .moveBy(-60, 0)
                .drop();
        assertThat(model.windowProperty().get().low()).isGreaterThan(near.low());
        assertThat(model.windowProperty().get().span()).isCloseTo(near.span(), within(1e-9));
        robot.doubleClickOn(free(robot, at(robot, 0.02)));
        assertThat(model.windowProperty().get()).isEqualTo(whole);
        assertThat(moved).isEmpty();
    }

    @Test
    void clickOnAChannelShowsItAloneAndEscapeAllAgain(FxRobot robot) {
        show(robot, Granularity.CHANNEL, Scheme.SYMMETRIC);
        assertThat(robot.lookup("#range-max").query().isVisible()).isFalse();
        assertThat(robot.lookup("#histogram-hint").queryAs(Label.class).getText())
                .contains("choose one below");
        robot.clickOn("#channel-strip");
        int channel = model.channelProperty().get();
        assertThat(channel).isNotNegative();
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#range-max").query().isVisible()).isTrue();
        robot.type(KeyCode.RIGHT);
        assertThat(model.channelProperty().get()).isEqualTo(channel + 1);
        robot.interact(() -> robot.lookup("#range-max").query().requestFocus());
        robot.type(KeyCode.LEFT);
        assertThat(committed).hasSize(1);
        assertThat(committed.get(0)).startsWith((channel + 1) + " ");
        robot.interact(() -> robot.lookup("#channel-strip").query().requestFocus());
        robot.type(KeyCode.ESCAPE);
        assertThat(model.channelProperty().get()).isEqualTo(HistogramViewModel.WHOLE_TENSOR);
    }

    @Test
    void scaleTogglesAndHoverNamesWhatIsThere(FxRobot robot) {
        show(robot, Granularity.TENSOR, Scheme.SYMMETRIC);
        robot.clickOn("#histogram-log");
        assertThat(model.logScaleProperty().get()).isTrue();
        assertThat(robot.lookup("#histogram-log").queryAs(ToggleButton.class).isSelected())
                .isTrue();
        robot.moveTo(free(robot, at(robot, 0.03)));
        robot.moveBy(2, 0);
        Label tip = robot.lookup(".plot-tip").queryAs(Label.class);
        assertThat(tip.isVisible()).isTrue();
        assertThat(tip.getText()).contains("weights").contains("code");
    }

    private void show(FxRobot robot, Granularity granularity, Scheme scheme) {
        robot.interact(() -> {
            TensorConfig config = TensorConfig.of(NumberFormat.uniform(6, scheme), granularity, Calibrator.minMax());
            HistogramScenes.show(model, weights, config);
            HistogramViewModel.RangeListener preview = HistogramScenes.preview(model);
            model.setOnRangeMoved((granule, range) -> {
                moved.add(range);
                preview.accept(granule, range);
            });
            model.setOnRangeCommitted((granule, range) -> committed.add(granule + " " + range));
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static HistogramPlot plot(FxRobot robot) {
        return robot.lookup("#histogram-plot").queryAs(HistogramPlot.class);
    }

    private static double at(FxRobot robot, double value) {
        return plot(robot).axis().x(value);
    }

    private static Point2D handle(FxRobot robot, double x) {
        HistogramPlot plot = plot(robot);
        return plot.localToScreen(x, plot.area().top() + plot.area().height() / 2);
    }

    private static Point2D free(FxRobot robot, double x) {
        HistogramPlot plot = plot(robot);
        return plot.localToScreen(x, plot.area().top() + 12);
    }

    private static String readout(FxRobot robot) {
        return robot.lookup("#histogram-readout").queryAs(Label.class).getText();
    }
}
