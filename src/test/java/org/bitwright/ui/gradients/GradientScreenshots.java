package org.bitwright.ui.gradients;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.bitwright.training.GradientRounding;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Pictures;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Theme;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testfx.framework.junit5.ApplicationTest;

/** Pictures of the gradients panel alone in all its states, in target/screenshots. */
class GradientScreenshots extends ApplicationTest {
    private static final Optional<GradientRounding> FOUR = Optional.of(new GradientRounding(4, true, false));

    private final GradientsViewModel model = new GradientsViewModel();
    private final WidthsViewModel widths = new WidthsViewModel();
    private Stage stage;

    @Override
    public void start(Stage primary) {
        stage = primary;
        dress(Theme.LIGHT, Locale.ENGLISH, 520, 424);
    }

    @AfterEach
    void english() {
        interact(() -> Texts.use(Locale.ENGLISH));
    }

    private void dress(Theme theme, Locale language, double width, double height) {
        Texts.use(language);
        GradientsView view = new GradientsView(model, new WidthsView(widths, new Region()));
        PanelStage.show(stage, view, width, height, theme);
    }

    private void shot(String name, Theme theme, Locale language) throws Exception {
        shot(name, theme, language, 520, 424);
    }

    private void shot(String name, Theme theme, Locale language, double width, double height) throws Exception {
        interact(() -> dress(theme, language, width, height));
        Pictures.save(this, stage, name);
    }

    @Test
    void theStates() throws Exception {
        shot("gradients-panel-empty-light-en", Theme.LIGHT, Locale.ENGLISH);
        interact(() -> model.obstacleProperty().set(Optional.of("gradients.noLabels")));
        shot("gradients-panel-obstacle-dark-zh", Theme.DARK, Locale.SIMPLIFIED_CHINESE);
        interact(() -> {
            model.obstacleProperty().set(Optional.empty());
            model.begin("digits");
        });
        shot("gradients-panel-waiting-light-en", Theme.LIGHT, Locale.ENGLISH);
        interact(() -> {
            for (int step = 1; step <= 45; step++) {
                model.hear("digits", FOUR, GradientExamples.step(FOUR, 1 + (step - 1) / 15, 1 + (step - 1) % 15, 15));
            }
            model.showLayer("fc1/Gemm");
        });
        shot("gradients-panel-running-light-en", Theme.LIGHT, Locale.ENGLISH);
        shot("gradients-panel-running-dark-zh", Theme.DARK, Locale.SIMPLIFIED_CHINESE);
        shot("gradients-panel-running-large-light-en", Theme.LIGHT, Locale.ENGLISH, 1000, 700);
        interact(() -> model.zoom().to(0.3));
        shot("gradients-panel-zoomed-dark-en", Theme.DARK, Locale.ENGLISH);
        interact(() -> {
            model.zoom().showWhole();
            model.pageProperty().set(GradientPage.COURSE);
        });
        shot("gradients-panel-course-light-en", Theme.LIGHT, Locale.ENGLISH);
        interact(() -> {
            model.measureProperty().set(CourseMeasure.GREATEST);
            model.pin(model.courseProperty().get().moments().get(10));
        });
        shot("gradients-panel-course-pinned-dark-zh", Theme.DARK, Locale.SIMPLIFIED_CHINESE);
        interact(() -> {
            model.pageProperty().set(GradientPage.SPREAD);
            model.measured(
                    Optional.of(new GradientRounding(8, false, true)),
                    List.of(GradientExamples.gradients(Optional.of(new GradientRounding(8, false, true)), 1, 2)));
            model.roundingProperty().set(Optional.of(new GradientRounding(8, false, true)));
            model.sourceProperty().set(GradientSource.PRESENT);
        });
        shot("gradients-panel-whatif-light-en", Theme.LIGHT, Locale.ENGLISH);
        shot("gradients-panel-whatif-dark-zh", Theme.DARK, Locale.SIMPLIFIED_CHINESE);
    }

    @Test
    void theWidths() throws Exception {
        interact(() -> model.pageProperty().set(GradientPage.WIDTHS));
        shot("gradients-panel-widths-empty-light-en", Theme.LIGHT, Locale.ENGLISH);
        interact(() -> {
            widths.comparisons().setAll("digits");
            widths.comparisonProperty().set(Optional.of("digits"));
            widths.show(GradientExamples.twins());
        });
        shot("gradients-panel-widths-light-en", Theme.LIGHT, Locale.ENGLISH);
        shot("gradients-panel-widths-dark-zh", Theme.DARK, Locale.SIMPLIFIED_CHINESE);
        interact(() -> widths.step(1));
        interact(() -> widths.step(1));
        shot("gradients-panel-widths-large-dark-en", Theme.DARK, Locale.ENGLISH, 1000, 700);
    }
}
