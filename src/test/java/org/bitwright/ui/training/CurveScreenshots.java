package org.bitwright.ui.training;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** Pictures of the curves of training in their states, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class CurveScreenshots {
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
    void curveStates(FxRobot robot) throws IOException {
        for (Theme theme : Theme.values()) {
            String suffix = "-" + theme.name().toLowerCase(Locale.ROOT);
            take(robot, "curves-empty" + suffix, theme, 470, 230, model -> {});
            take(robot, "curves-one" + suffix, theme, 470, 230, model -> {
                model.show(List.of(TrainingExamples.falling("W4A4", 10, 0.8, 0.7, 9)));
                model.step(1);
                model.step(1);
            });
            take(
                    robot,
                    "curves-live" + suffix,
                    theme,
                    640,
                    300,
                    model -> model.show(List.of(TrainingExamples.live("W2A4"))));
            take(robot, "curves-several" + suffix, theme, 900, 380, model -> {
                model.show(several());
                model.step(-1);
                model.step(-1);
                model.stepRun(1);
            });
        }
        take(robot, "curves-log", Theme.LIGHT, 640, 300, model -> {
            model.show(several());
            model.logarithmicProperty().set(true);
        });
        take(robot, "curves-table", Theme.LIGHT, 640, 300, model -> {
            model.show(several());
            robot.lookup("#curves-as-table").queryAs(ToggleButton.class).fire();
        });
        robot.interact(() -> Texts.use(Locale.SIMPLIFIED_CHINESE));
        take(robot, "curves-chinese", Theme.DARK, 640, 300, model -> {
            model.show(several());
            model.step(1);
        });
    }

    private static List<Curve> several() {
        return List.of(
                TrainingExamples.falling("full precision", 10, 0.8, 0.62, 10),
                TrainingExamples.falling("8 bits", 10, 0.82, 0.65, 9),
                TrainingExamples.falling("4 bits", 10, 1.0, 0.72, 10),
                TrainingExamples.falling("2 bits", 6, 1.6, 0.9, 6));
    }

    private void take(
            FxRobot robot, String name, Theme theme, double width, double height, Consumer<CurvesViewModel> prepare)
            throws IOException {
        CurvesViewModel model = new CurvesViewModel();
        robot.interact(() -> {
            CurvesView view = new CurvesView(model, "curve");
            view.getStylesheets()
                    .add(CurvesView.class.getResource("training.css").toExternalForm());
            view.getStyleClass().add("training");
            PanelStage.show(stage, view, width, height, theme);
            prepare.accept(model);
        });
        Pictures.save(robot, stage, name);
    }
}
