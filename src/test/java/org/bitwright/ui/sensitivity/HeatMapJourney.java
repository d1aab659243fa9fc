package org.bitwright.ui.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.project.Project;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.ui.common.ChartFile;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class HeatMapJourney {
    /** Room for some rows of the map, not for all. */
    private static final double HEIGHT = 200;

    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());
    private final List<ChartFile> saved = new ArrayList<>();
    private SensitivityViewModel model;

    @Start
    void start(Stage stage) throws IOException {
        workbench.show(Project.create(Path.of("sample-models", "residual.onnx")));
        model = new SensitivityViewModel(workbench);
        SensitivityView view = new SensitivityView(model);
        view.setOnSave(saved::add);
        // The stage is shared with journeys through the whole window, which has a least size.
        stage.setMinWidth(0);
        stage.setMinHeight(0);
        PanelStage.show(stage, view, 860, HEIGHT, Theme.LIGHT);
        stage.setWidth(860);
        stage.setHeight(HEIGHT);
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(workbench::close);
    }

    @Test
    void clickOnACellPutsItsChoiceIntoItsLayer(FxRobot robot) {
        show(robot);
        robot.clickOn(place(robot, new Place(2, 4)));
        LayerRow row = workbench.rows().get(2);
        assertThat(row.config().format().bits()).isEqualTo(6);
        assertThat(row.config().granularity()).isEqualTo(Granularity.TENSOR);
        assertThat(workbench.selected()).containsExactly(row);
        robot.clickOn(place(robot, new Place(2, 14)));
        assertThat(row.config().format()).isInstanceOf(NumberFormat.Float32.class);
        robot.interact(workbench::undo);
        assertThat(row.config().format().bits()).isEqualTo(6);
    }

    @Test
    void clickOnANameSelectsTheLayerAndChangesNothing(FxRobot robot) {
        show(robot);
        HeatPlot plot = plot(robot);
        robot.clickOn(plot.localToScreen(20, plot.grid().y(3) + 5));
        assertThat(workbench.selected()).containsExactly(workbench.rows().get(3));
        assertThat(workbench.undoNameProperty().get()).isEmpty();
    }

    @Test
    void arrowsAndEnterReachEveryCellAndScrollToIt(FxRobot robot) {
        show(robot);
        assertThat(plot(robot).grid().endRow()).as("the map does not fit").isLessThan(9);
        robot.interact(() -> plot(robot).requestFocus());
        robot.type(KeyCode.RIGHT).type(KeyCode.RIGHT).type(KeyCode.DOWN, 8).type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        LayerRow last = workbench.rows().get(8);
        assertThat(last.config().format().bits()).isEqualTo(3);
        assertThat(workbench.selected()).containsExactly(last);
        assertThat(plot(robot).grid().y(8) + plot(robot).grid().cellHeight())
                .isLessThanOrEqualTo(plot(robot).grid().height());
        assertThat(plot(robot).getAccessibleText()).contains(last.name()).contains("3 bits");
    }

    @Test
    void selectingALayerElsewhereBringsItIntoSight(FxRobot robot) {
        show(robot);
        robot.interact(() -> workbench.select(List.of(workbench.rows().get(8))));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(plot(robot).grid().endRow()).isEqualTo(9);
        assertThat(model.isSelected(8)).isTrue();
    }

    @Test
    void tableShowsTheSameCells(FxRobot robot) {
        show(robot);
        robot.clickOn("#sensitivity-as-table");
        TableView<?> table = robot.lookup("#sensitivity-table").queryTableView();
        assertThat(table.isVisible()).isTrue();
        assertThat(table.getItems()).hasSize(9 * 15);
    }

    @Test
    void mapSavesAsPictureDrawingAndNumbers(FxRobot robot) throws Exception {
        show(robot);
        for (ChartFile.Kind kind : ChartFile.Kind.values()) {
            robot.clickOn("#sensitivity-save").clickOn(kind.name());
        }
        assertThat(saved).extracting(ChartFile::kind).containsExactly(ChartFile.Kind.values());
        byte[] png = saved.get(0).content().call();
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isGreaterThan(1600);
        assertThat(text(saved.get(1))).startsWith("<svg").contains("per channel · mse");
        // A heading, the float network, the whole configuration, and the cells.
        assertThat(text(saved.get(2)).lines()).hasSize(3 + 9 * 15);
    }

    @Test
    void hoverExplainsACell(FxRobot robot) {
        show(robot);
        robot.moveTo(place(robot, new Place(1, 0)));
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(model.cursor().point()).contains(new Place(1, 0));
        robot.moveTo("#sensitivity-save");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(model.cursor().point()).isEqualTo(Optional.empty());
    }

    private void show(FxRobot robot) {
        SensitivityPlan plan = SensitivityExamples.plan(
                List.of(SensitivityExamples.TENSOR, SensitivityExamples.CHANNEL),
                List.of(2, 3, 4, 5, 6, 7, 8),
                workbench.configProperty().get());
        List<String> layers = workbench.rows().stream().map(LayerRow::name).toList();
        robot.interact(() -> workbench.sensitivities().show(SensitivityExamples.full(layers, plan)));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static String text(ChartFile file) throws Exception {
        return new String(file.content().call(), StandardCharsets.UTF_8);
    }

    private static HeatPlot plot(FxRobot robot) {
        return robot.lookup("#heat-plot").queryAs(HeatPlot.class);
    }

    private static Point2D place(FxRobot robot, Place place) {
        HeatPlot plot = plot(robot);
        HeatGrid grid = plot.grid();
        return plot.localToScreen(
                grid.x(place.column()) + grid.cellWidth() / 2, grid.y(place.row()) + grid.cellHeight() / 2);
    }
}
