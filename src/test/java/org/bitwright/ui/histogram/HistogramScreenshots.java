package org.bitwright.ui.histogram;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.histogram.HandleRules.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Pictures of the histogram in its states, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class HistogramScreenshots {
    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
    }

    @AfterEach
    void english(FxRobot robot) {
        robot.interact(() -> Texts.use(Locale.ENGLISH));
    }

    @Test
    void histogramStates(FxRobot robot) throws IOException {
        LayerWeights lenet = HistogramScenes.weights("lenet5.onnx", 2);
        LayerWeights residual = HistogramScenes.weights("residual.onnx", 3);
        for (boolean dark : new boolean[] {false, true}) {
            String theme = dark ? "-dark" : "-light";
            take(robot, "histogram-8bit" + theme, dark, m -> HistogramScenes.show(m, lenet, tensor(8)));
            take(
                    robot,
                    "histogram-4bit-channel-strip" + theme,
                    dark,
                    m -> HistogramScenes.show(m, residual, channel(4)));
            take(robot, "histogram-empty" + theme, dark, m -> {});
            take(robot, "histogram-dragged-clipping" + theme, dark, m -> {
                HistogramScenes.show(m, lenet, tensor(4));
                m.beginMove();
                m.moveTo(End.MAX, 0.05, 0.001);
            });
            take(robot, "histogram-one-channel" + theme, dark, m -> {
                HistogramScenes.show(m, residual, channel(4));
                m.selectChannel(3);
            });
        }
        take(robot, "histogram-2bit", false, m -> HistogramScenes.show(m, lenet, tensor(2)));
        take(robot, "histogram-log", false, m -> {
            HistogramScenes.show(m, lenet, tensor(6));
            m.logScaleProperty().set(true);
        });
        take(robot, "histogram-zoomed", true, m -> {
            HistogramScenes.show(m, lenet, tensor(8));
            m.zoom(0.02, 0.1);
        });
        take(
                robot,
                "histogram-binary",
                false,
                m -> HistogramScenes.show(
                        m, lenet, TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax())));
        take(robot, "histogram-float", false, m -> HistogramScenes.show(m, lenet, TensorConfig.unquantized()));
        take(
                robot,
                "histogram-asymmetric",
                false,
                m -> HistogramScenes.show(
                        m,
                        residual,
                        TensorConfig.of(
                                NumberFormat.uniform(5, Scheme.ASYMMETRIC),
                                Granularity.TENSOR,
                                Calibrator.percentile(99))));
        take(robot, "histogram-16bit", false, m -> HistogramScenes.show(m, lenet, tensor(16)));
        take(
                robot,
                "histogram-article",
                false,
                m -> HistogramScenes.show(
                        m,
                        lenet,
                        TensorConfig.of(
                                NumberFormat.uniform(8, Scheme.SYMMETRIC),
                                Granularity.TENSOR,
                                Calibrator.articleRule())));
        take(
                robot,
                "histogram-depthwise",
                false,
                m -> HistogramScenes.show(m, HistogramScenes.weights("depthwise.onnx", 1), tensor(8)));
        take(
                robot,
                "histogram-small-layer",
                false,
                m -> HistogramScenes.show(m, HistogramScenes.weights("lenet5.onnx", 0), tensor(4)));
        robot.interact(() -> Texts.use(Locale.SIMPLIFIED_CHINESE));
        take(robot, "histogram-chinese", true, m -> HistogramScenes.show(m, residual, channel(4)));
    }

    @Test
    void histogramOfEveryFormat(FxRobot robot) throws IOException {
        LayerWeights lenet = HistogramScenes.weights("lenet5.onnx", 2);
        LayerWeights residual = HistogramScenes.weights("residual.onnx", 3);
        for (FormatFamily family : FormatFamily.values()) {
            NumberFormat format = family.near(4, Scheme.SYMMETRIC);
            boolean dark = family.ordinal() % 2 == 1;
            take(
                    robot,
                    "histogram-format-" + family.id(),
                    dark,
                    m -> HistogramScenes.show(
                            m, lenet, TensorConfig.of(format, FormatRules.usual(format), Calibrator.minMax())));
        }
        take(robot, "histogram-group32", true, m -> HistogramScenes.show(m, lenet, grouped(4)));
        take(robot, "histogram-group32-channel", false, m -> {
            HistogramScenes.show(m, lenet, grouped(4));
            m.selectChannel(5);
        });
        take(
                robot,
                "histogram-floor",
                false,
                m -> HistogramScenes.show(m, lenet, tensor(3).withRounding(Rounding.of(Rounding.Direction.FLOOR))));
        take(robot, "histogram-fp8-channel", false, m -> {
            HistogramScenes.show(
                    m,
                    residual,
                    TensorConfig.of(
                            new NumberFormat.Minifloat(FloatType.E4M3FN), Granularity.CHANNEL, Calibrator.minMax()));
            m.selectChannel(2);
        });
        take(
                robot,
                "histogram-nf4-tensor",
                true,
                m -> HistogramScenes.show(
                        m, lenet, TensorConfig.of(new NumberFormat.Nf4(), Granularity.TENSOR, Calibrator.minMax())));
    }

    private static TensorConfig grouped(int bits) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.group(32), Calibrator.mse());
    }

    private void take(FxRobot robot, String name, boolean dark, Consumer<HistogramViewModel> prepare)
            throws IOException {
        HistogramViewModel model = new HistogramViewModel();
        robot.interact(() -> {
            PanelStage.show(stage, new HistogramView(model), 860, 460, dark ? Theme.DARK : Theme.LIGHT);
            prepare.accept(model);
        });
        Pictures.save(robot, stage, name);
    }

    private static TensorConfig tensor(int bits) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax());
    }

    private static TensorConfig channel(int bits) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax());
    }
}
