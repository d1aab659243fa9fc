package org.bitwright.ui.gradients;

import java.util.Comparator;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.PlotTip;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/** Gradients over time. A click, or the arrow keys, go to a moment; Escape goes back to the newest. */
final class CoursePlot extends DrawnRegion {
    private final GradientsViewModel model;
    private final PlotTip tip = new PlotTip();
    private @Nullable CoursePainter painter;

    CoursePlot(GradientsViewModel model) {
        this.model = model;
        getStyleClass().add("course-plot");
        setId("gradient-course");
        setMinSize(140, 100);
        setPrefSize(420, 260);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().add(tip);
        InvalidationListener changed = value -> redraw();
        model.courseProperty().addListener(changed);
        model.momentProperty().addListener((value, before, now) -> show());
        model.parameterProperty().addListener((value, before, now) -> show());
        model.measureProperty().addListener((value, before, now) -> show());
        Texts.follow(this, this::show);
        setOnMousePressed(this::pressed);
        setOnMouseMoved(this::hover);
        setOnMouseExited(event -> tip.setVisible(false));
        setOnKeyPressed(this::keyPressed);
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

    private Optional<GradientMoment> near(MouseEvent event) {
        CoursePainter drawn = painter;
        if (drawn == null || !drawn.frame().contains(event.getX(), event.getY())) {
            return Optional.empty();
        }
        return model.courseProperty().get().moments().stream()
                .min(Comparator.comparingDouble(moment -> Math.abs(drawn.frame().atX(moment.time()) - event.getX())));
    }

    private Optional<String> words(GradientMoment moment) {
        CourseMeasure measure = model.measureProperty().get();
        return moment.of(model.parameterProperty().get())
                .map(gradient -> GradientTexts.moment(moment) + "\n" + Texts.get("gradients.measure." + measure.name())
                        + " " + measure.text(measure.of(gradient)));
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        near(event).ifPresent(model::pin);
    }

    private void hover(MouseEvent event) {
        Optional<String> text = near(event).flatMap(this::words);
        tip.setVisible(text.isPresent());
        text.ifPresent(words -> tip.tell(words, event.getX(), event.getY(), getWidth(), getHeight()));
    }

    private void keyPressed(KeyEvent event) {
        switch (event.getCode()) {
            case LEFT -> model.step(-1);
            case RIGHT -> model.step(1);
            case ESCAPE -> {
                if (!model.isPinned()) {
                    return;
                }
                model.follow();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }
}
