package org.bitwright.ui.sensitivity;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.SensitivityTexts;
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
        Texts.follow(this, this::redraw);
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
            g.setFill(Heat.ofLoss((x - from) / (to - from), palette().isDark()));
            g.fillRect(x, top, 1.5, bar);
        }
        g.setStroke(palette().colour(Role.AXIS));
        g.strokeRect(Math.floor(from) - 0.5, top - 0.5, Math.ceil(to - from) + 1, bar + 1);
        g.setFont(font());
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.TOP);
        g.setFill(palette().colour(Role.MUTED));
        for (double tick : ticks(measure)) {
            double x = Math.floor(from + measure.heat(tick) * (to - from)) + 0.5;
            g.strokeLine(x, top + bar, x, top + bar + 3);
            g.fillText(Numbers.shortText(tick), x, top + bar + 4);
        }
        setAccessibleText(SensitivityTexts.measure(measure));
    }

    private static List<Double> ticks(SensitivityMeasure measure) {
        return switch (measure) {
            case DROP -> List.of(0.0, 0.5, 2.0, 10.0, 50.0);
            case KL -> List.of(0.0, 1.0, 10.0, 100.0, 2000.0);
            case SQNR -> List.of(50.0, 40.0, 30.0, 20.0, 10.0, 0.0);
        };
    }
}
