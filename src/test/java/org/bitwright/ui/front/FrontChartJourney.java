package org.bitwright.ui.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.geometry.VerticalDirection;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.bitwright.analysis.Accuracy;
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
class FrontChartJourney {
    private final FrontChartViewModel model = new FrontChartViewModel();
    private final List<FrontPoint> chosen = new ArrayList<>();
    private final List<ChartFile> saved = new ArrayList<>();

    @Start
    void start(Stage stage) {
        FrontChartView view = new FrontChartView(model);
        view.setOnSave(saved::add);
        model.cursor().setOnChosen(chosen::add);
        PanelStage.show(stage, view, 860, 360, Theme.LIGHT);
    }

    @Test
    void clickOnAPointOffersIt(FxRobot robot) {
        show(robot);
        FrontPoint wanted = model.front().get(1);
        robot.clickOn(place(robot, wanted));
        assertThat(chosen).containsExactly(wanted);
    }

    @Test
    void arrowsAndEnterChooseAPoint(FxRobot robot) {
        show(robot);
        robot.interact(() -> plot(robot).requestFocus());
        robot.type(KeyCode.UP, 2).type(KeyCode.ENTER);
        assertThat(chosen).containsExactly(model.front().get(1));
    }

    @Test
    void wheelZoomsAndADoubleClickShowsTheWhole(FxRobot robot) {
        show(robot);
        FrontPlot plot = plot(robot);
        robot.moveTo(plot.localToScreen(plot.axes().left() + 300, plot.axes().bottom() - 20));
        robot.scroll(3, VerticalDirection.DOWN);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(model.zoomProperty().get()).isPresent();
        robot.doubleClickOn(
                plot.localToScreen(plot.axes().left() + 300, plot.axes().bottom() - 20));
        assertThat(model.zoomProperty().get()).isEmpty();
        assertThat(chosen).isEmpty();
    }

    @Test
    void axesAreChosenFromTheirMenu(FxRobot robot) {
        show(robot);
        robot.clickOn("#front-axes").clickOn("average bits");
        assertThat(model.scaleProperty().get()).isEqualTo(FrontScale.BITS);
    }

    @Test
    void tableShowsEveryPoint(FxRobot robot) {
        show(robot);
        robot.clickOn("#front-as-table");
        TableView<?> table = robot.lookup("#front-table").queryTableView();
        assertThat(table.isVisible()).isTrue();
        assertThat(table.getItems()).hasSize(model.points().size());
    }

    @Test
    void chartSavesAsPictureDrawingAndNumbers(FxRobot robot) throws Exception {
        show(robot);
        for (ChartFile.Kind kind : ChartFile.Kind.values()) {
            robot.clickOn("#front-save").clickOn(kind.name());
        }
        assertThat(saved).extracting(ChartFile::kind).containsExactly(ChartFile.Kind.values());
        byte[] png = saved.get(0).content().call();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(1600);
        assertThat(text(saved.get(1))).startsWith("<svg").contains("float 98.87 %");
        long full = model.points().stream().filter(FrontPoint::isFull).count();
        assertThat(text(saved.get(2)).lines()).hasSize((int) full + 1);
    }

    private void show(FxRobot robot) {
        robot.interact(() -> {
            model.show(FrontExamples.many(10));
            model.floatingProperty().set(Optional.of(new Accuracy(9_887, 10_000)));
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(ChartFile file) throws Exception {
        return new String(file.content().call(), StandardCharsets.UTF_8);
    }

    private static FrontPlot plot(FxRobot robot) {
        return robot.lookup("#front-plot").queryAs(FrontPlot.class);
    }

    private static Point2D place(FxRobot robot, FrontPoint point) {
        FrontPlot plot = plot(robot);
        return plot.localToScreen(plot.axes().x(point), plot.axes().y(point));
    }
}
