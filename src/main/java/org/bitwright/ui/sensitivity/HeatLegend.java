package org.bitwright.ui.sensitivity;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.SensitivityMeasure;
import org.bitwright.ui.common.Texts;

/** What the colours of the map stand for, with numbers. */
final class HeatLegend extends DrawnRegion {
    private final SensitivityViewModel model;

    HeatLegend(SensitivityViewModel model) {
        this.model = model;
        getStyleClass().add("heat-legend");
        setId("heat-legend");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        model.revisionProperty().addListener(observable -> redraw());
        Texts.languageProperty().addListener(observable -> redraw());
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        SensitivityMeasure measure = model.shown();
        double em = font().getSize();
        double from = 1.5 * em;
        double to = width - 1.5 * em;
        double bar = Math.round(0.75 * em);
        double top = Math.round((height - bar - 1.3 * em) / 2);
        for (double x = from; x < to; x++) {
            g.setFill(Heat.viridis(1 - (x - from) / (to - from)));
            g.fillRect(x, top, 1.5, bar);
        }
        g.setFont(font());
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        List<Double> ticks = measure.ticks();
        for (double tick : ticks) {
            double x = from + measure.badness(tick) * (to - from);
            g.setStroke(palette().colour(Role.AXIS));
            g.strokeLine(Math.floor(x) + 0.5, top + bar, Math.floor(x) + 0.5, top + bar + 3);
            g.setFill(palette().colour(Role.MUTED));
            g.fillText(measure.tick(tick), x, top + bar + 4);
        }
        setAccessibleText(measure.caption());
    }
}
