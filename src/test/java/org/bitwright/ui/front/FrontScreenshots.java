package org.bitwright.ui.front;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
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

/** Pictures of the chart of size against accuracy in its states, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class FrontScreenshots {
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
    void chartStates(FxRobot robot) throws IOException {
        for (Theme theme : Theme.values()) {
            String suffix = "-" + theme.name().toLowerCase(Locale.ROOT);
            take(robot, "front-empty" + suffix, theme, model -> {});
            take(robot, "front-full" + suffix, theme, model -> fill(model, 0));
            take(robot, "front-search" + suffix, theme, model -> {
                fill(model, 60);
                model.stepFront(1);
                model.stepFront(1);
            });
        }
        take(robot, "front-bits", Theme.LIGHT, model -> {
            fill(model, 60);
            model.scaleProperty().set(FrontScale.BITS);
            model.stepFront(-1);
        });
        take(robot, "front-linear", Theme.DARK, model -> {
            fill(model, 0);
            model.scaleProperty().set(FrontScale.SIZE);
            model.scoresProperty().set(ScoreScale.EVEN);
            model.cursor().look(Optional.of(model.points().get(0)));
        });
        take(robot, "front-zoomed", Theme.LIGHT, model -> {
            fill(model, 60);
            for (int i = 0; i < 12; i++) {
                model.zoom(0.9, Math.log10(30_000), 1.9);
            }
        });
        take(robot, "front-table", Theme.LIGHT, model -> {
            fill(model, 10);
            robot.lookup("#front-as-table").queryAs(ToggleButton.class).fire();
        });
        robot.interact(() -> Texts.use(Locale.SIMPLIFIED_CHINESE));
        take(robot, "front-chinese", Theme.DARK, model -> {
            fill(model, 60);
            model.stepFront(1);
        });
    }

    private static void fill(FrontChartViewModel model, int searched) {
        List<FrontPoint> points = FrontExamples.many(searched);
        model.show(points);
        model.floatingProperty().set(Optional.of(new Accuracy(9_887, 10_000)));
        model.presentProperty().set(Optional.of(points.get(8).config()));
    }

    private void take(FxRobot robot, String name, Theme theme, Consumer<FrontChartViewModel> prepare)
            throws IOException {
        FrontChartViewModel model = new FrontChartViewModel();
        robot.interact(() -> {
            PanelStage.show(stage, new FrontChartView(model), 860, 340, theme);
            prepare.accept(model);
        });
        Pictures.save(robot, stage, name);
    }
}
