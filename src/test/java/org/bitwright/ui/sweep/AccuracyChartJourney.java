package org.bitwright.ui.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class AccuracyChartJourney {
    private final AccuracyChartViewModel model = new AccuracyChartViewModel();
    private final List<SweepPoint> chosen = new ArrayList<>();
    private final List<ChartFile> saved = new ArrayList<>();

    @Start
    void start(Stage stage) {
        AccuracyChartView view = new AccuracyChartView(model);
        view.setOnSave(saved::add);
        model.cursor().setOnChosen(chosen::add);
        PanelStage.show(stage, view, 860, 360, Theme.LIGHT);
    }

    @Test
    void clickOnAPointOffersIt(FxRobot robot) {
        show(robot);
        SweepPoint wanted = model.points().get(4);
        robot.clickOn(place(robot, wanted));
        assertThat(chosen).containsExactly(wanted);
    }

    @Test
    void clickBesideThePointsOffersNothing(FxRobot robot) {
        show(robot);
        AccuracyPlot plot = plot(robot);
        robot.clickOn(plot.localToScreen(plot.axes().x(14), plot.axes().bottom() - 10));
        assertThat(chosen).isEmpty();
    }

    @Test
    void arrowsAndEnterChooseAPoint(FxRobot robot) {
        show(robot);
        robot.interact(() -> plot(robot).requestFocus());
        robot.type(KeyCode.RIGHT, 3).type(KeyCode.DOWN).type(KeyCode.ENTER);
        assertThat(chosen).hasSize(1);
        assertThat(chosen.get(0).bits()).isEqualTo(3);
        assertThat(chosen.get(0).series()).isEqualTo(SweepExamples.CHANNEL);
    }

    @Test
    void tableShowsTheSameNumbers(FxRobot robot) {
        show(robot);
        robot.clickOn("#sweep-as-table");
        TableView<?> table = robot.lookup("#accuracy-table").queryTableView();
        assertThat(table.isVisible()).isTrue();
        assertThat(table.getItems()).hasSize(model.points().size());
    }

    @Test
    void chartSavesAsPictureDrawingAndNumbers(FxRobot robot) throws Exception {
        show(robot);
        for (ChartFile.Kind kind : ChartFile.Kind.values()) {
            robot.clickOn("#sweep-save").clickOn(kind.name());
        }
        assertThat(saved).extracting(ChartFile::kind).containsExactly(ChartFile.Kind.values());
        byte[] png = saved.get(0).content().call();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(1600);
        assertThat(text(saved.get(1))).startsWith("<svg").contains("per channel · mse");
        assertThat(text(saved.get(2)).lines()).hasSize(2 + model.points().size());
    }

    private void show(FxRobot robot) {
        robot.interact(() -> model.show(SweepExamples.sweep(16, 16)));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(ChartFile file) throws Exception {
        return new String(file.content().call(), StandardCharsets.UTF_8);
    }

    private static AccuracyPlot plot(FxRobot robot) {
        return robot.lookup("#accuracy-plot").queryAs(AccuracyPlot.class);
    }

    private static Point2D place(FxRobot robot, SweepPoint point) {
        AccuracyPlot plot = plot(robot);
        return plot.localToScreen(
                plot.axes().x(point.bits()), plot.axes().y(point.accuracy().top1()));
    }
}
