package org.bitwright.ui.gradients;

import java.util.Comparator;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import org.bitwright.ui.common.Plot;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/** Gradients over time. A click, or the arrow keys, go to a moment; Escape goes back to the newest. */
final class CoursePlot extends Plot {
    private final GradientsViewModel model;
    private @Nullable CoursePainter painter;

    CoursePlot(GradientsViewModel model) {
        super("course-plot");
        this.model = model;
        setId("gradient-course");
        setMinSize(140, 100);
        setPrefSize(420, 260);
        InvalidationListener changed = value -> redraw();
        model.courseProperty().addListener(changed);
        model.momentProperty().addListener((value, before, now) -> show());
        model.parameterProperty().addListener((value, before, now) -> show());
        model.measureProperty().addListener((value, before, now) -> show());
        Texts.follow(this, this::show);
        setOnMousePressed(event -> near(event.getX(), event.getY()).ifPresent(model::pin));
        tellUnderMouse((x, y) -> near(x, y).flatMap(this::words));
        keys().on(KeyCode.LEFT, () -> model.step(-1));
        keys().on(KeyCode.RIGHT, () -> model.step(1));
        keys().onIf(KeyCode.ESCAPE, this::follow);
        show();
    }

    private void show() {
        setAccessibleText(model.moment().flatMap(this::words).orElse(""));
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        g.setFont(font());
        GradientCourse course = model.courseProperty().get();
        painter = null;
        if (!course.isEmpty()) {
            painter = new CoursePainter(
                    g,
                    palette(),
                    course,
                    model.measureProperty().get(),
                    model.parameterProperty().get(),
                    width,
                    height);
            painter.paint(model.moment());
        }
    }

    private Optional<GradientMoment> near(double x, double y) {
        CoursePainter drawn = painter;
        if (drawn == null || !drawn.frame().contains(x, y)) {
            return Optional.empty();
        }
        return model.courseProperty().get().moments().stream()
                .min(Comparator.comparingDouble(moment -> Math.abs(drawn.frame().atX(moment.time()) - x)));
    }

    private Optional<String> words(GradientMoment moment) {
        CourseMeasure measure = model.measureProperty().get();
        return moment.of(model.parameterProperty().get())
                .map(gradient -> GradientTexts.moment(moment) + "\n" + Texts.get("gradients.measure." + measure.name())
                        + " " + measure.text(measure.of(gradient)));
    }

    private boolean follow() {
        boolean pinned = model.isPinned();
        if (pinned) {
            model.follow();
        }
        return pinned;
    }
}
