package org.bitwright.ui.sensitivity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityPlan;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.project.Project;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.ScriptedDialogs;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.common.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Pictures of the heat map in its states, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class SensitivityScreenshots {
    private final Workbench workbench = new Workbench(Tasks.sameThread(), new ScriptedDialogs());
    private Stage stage;
    private SensitivityViewModel model;

    @Start
    void start(Stage shown) throws IOException {
        stage = shown;
        Texts.use(Locale.ENGLISH);
        workbench.show(Project.create(Path.of("sample-models", "residual.onnx")));
        model = new SensitivityViewModel(workbench);
        model.titleProperty().set("residual.onnx");
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            Texts.use(Locale.ENGLISH);
            workbench.close();
        });
    }

    @Test
    void states(FxRobot robot) throws IOException {
        SensitivityResult one = full(List.of(SensitivityExamples.CHANNEL));
        SensitivityResult two = full(List.of(SensitivityExamples.TENSOR, SensitivityExamples.CHANNEL));
        for (Theme theme : Theme.values()) {
            String suffix = "-" + theme.name().toLowerCase(Locale.ROOT);
            shot(robot, "sensitivity-empty" + suffix, theme, 840, 220, () -> workbench
                    .sensitivities()
                    .clear());
            shot(robot, "sensitivity-one" + suffix, theme, 840, 220, () -> workbench
                    .sensitivities()
                    .show(one));
            shot(robot, "sensitivity-two" + suffix, theme, 840, 220, () -> workbench
                    .sensitivities()
                    .show(two));
            shot(robot, "sensitivity-partial" + suffix, theme, 1200, 400, () -> partial(two));
            shot(robot, "sensitivity-tip" + suffix, theme, 1200, 400, () -> {
                workbench.sensitivities().show(two);
                model.cursor().look(java.util.Optional.of(new Place(3, 2)));
            });
        }
        shot(robot, "sensitivity-table", Theme.LIGHT, 1000, 300, () -> robot.lookup("#sensitivity-as-table")
                .queryAs(ToggleButton.class)
                .fire());
        robot.interact(() -> Texts.use(Locale.SIMPLIFIED_CHINESE));
        shot(robot, "sensitivity-zh", Theme.DARK, 840, 260, () -> model.cursor()
                .look(java.util.Optional.of(new Place(1, 14))));
    }

    private SensitivityResult full(List<SweepSeries> series) {
        SensitivityPlan plan = SensitivityExamples.plan(
                series,
                IntStream.rangeClosed(2, 8).boxed().toList(),
                workbench.configProperty().get());
        return SensitivityExamples.full(
                workbench.rows().stream().map(LayerRow::name).toList(), plan);
    }

    private void partial(SensitivityResult result) {
        workbench.sensitivities().show(SensitivityExamples.before(result.plan()));
        for (int i = 0; i < result.cells().size(); i += 2) {
            SensitivityCell cell = result.cells().get(i);
            workbench
                    .sensitivities()
                    .put(new SensitivityCell(cell.layer(), cell.column(), cell.fidelity(), i % 4 == 0, 0.2));
        }
    }

    private void shot(FxRobot robot, String name, Theme theme, double width, double height, Runnable prepare)
            throws IOException {
        robot.interact(() -> {
            PanelStage.show(stage, new SensitivityView(model), width, height, theme);
            stage.setWidth(width);
            stage.setHeight(height);
            model.cursor().look(java.util.Optional.empty());
            prepare.run();
        });
        Pictures.save(robot, stage, name);
    }
}
