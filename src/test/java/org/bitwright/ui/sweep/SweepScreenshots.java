package org.bitwright.ui.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepResult;
import org.bitwright.export.AccuracyChartSvg;
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

/** Pictures of the accuracy chart in its states, in target/screenshots. */
@ExtendWith(ApplicationExtension.class)
class SweepScreenshots {
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
        SweepResult full = SweepExamples.sweep(16, 16);
        for (Theme theme : Theme.values()) {
            String suffix = "-" + theme.name().toLowerCase(Locale.ROOT);
            take(robot, "sweep-full" + suffix, theme, model -> model.show(full));
            take(robot, "sweep-empty" + suffix, theme, model -> {});
            take(robot, "sweep-partial" + suffix, theme, model -> {
                model.show(SweepExamples.sweep(3, 9));
                model.presentProperty().set(Optional.of(new PresentPoint(4.6, new Accuracy(8_702, 10_000))));
                model.step(1);
                model.step(1);
                model.step(1);
            });
        }
        SweepResult dots = SweepExamples.withDots();
        take(robot, "sweep-dots-light", Theme.LIGHT, model -> model.show(dots));
        take(robot, "sweep-dots-dark", Theme.DARK, model -> {
            model.show(dots);
            model.cursor().choose(dots.points().get(dots.points().size() - 3));
        });
        Files.writeString(Path.of("target", "screenshots", "sweep-dots.svg"), AccuracyChartSvg.write(dots, "Dots"));
        take(robot, "sweep-table", Theme.LIGHT, model -> {
            model.show(full);
            robot.lookup("#sweep-as-table").queryAs(ToggleButton.class).fire();
        });
        robot.interact(() -> Texts.use(Locale.SIMPLIFIED_CHINESE));
        take(robot, "sweep-chinese", Theme.DARK, model -> model.show(full));
        Files.writeString(Path.of("target", "screenshots", "sweep.svg"), AccuracyChartSvg.write(full, "Depthwise CNN"));
    }

    private void take(FxRobot robot, String name, Theme theme, Consumer<AccuracyChartViewModel> prepare)
            throws IOException {
        AccuracyChartViewModel model = new AccuracyChartViewModel();
        model.titleProperty().set("Accuracy / bits");
        robot.interact(() -> {
            PanelStage.show(stage, new AccuracyChartView(model), 860, 340, theme);
            prepare.accept(model);
        });
        Pictures.save(robot, stage, name);
    }
}
