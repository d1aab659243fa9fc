package org.bitwright.ui.gradients;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.canvas.GraphicsContext;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.SpreadPlot;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/** The drawn histogram of a gradient. */
final class GradientPlot extends SpreadPlot {
    private final GradientsViewModel model;
    private @Nullable GradientPainter painter;

    GradientPlot(GradientsViewModel model) {
        super("gradient-plot", model.zoom());
        this.model = model;
        setId("gradient-plot");
        setMinSize(140, 100);
        setPrefSize(420, 260);
        InvalidationListener changed = value -> redraw();
        model.shownProperty().addListener((value, before, now) -> show(now));
        model.logScaleProperty().addListener(changed);
        model.zoom().partProperty().addListener(changed);
        Texts.follow(this, () -> show(model.shown()));
        tellUnderMouse(this::reading);
    }

    private void show(Optional<GradientStatistics> gradient) {
        setAccessibleText(gradient.map(GradientTexts::summary).orElse(""));
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        g.setFont(font());
        painter = model.shown()
                .map(gradient -> new GradientPainter(
                        g,
                        palette(),
                        gradient,
                        model.shownRounding(),
                        model.zoom().part(),
                        model.logScaleProperty().get(),
                        width,
                        height))
                .orElse(null);
        if (painter != null) {
            painter.paint();
        }
    }

    @Override
    protected boolean isSpread() {
        return painter != null;
    }

    private Optional<String> reading(double x, double y) {
        GradientPainter drawn = painter;
        if (drawn == null || !drawn.frame().contains(x, y)) {
            return Optional.empty();
        }
        return model.shown()
                .map(shown -> GradientTexts.tip(
                        shown, drawn.levels(), drawn.frame().valueX(x)));
    }
}
