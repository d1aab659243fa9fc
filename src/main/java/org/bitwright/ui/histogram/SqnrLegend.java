package org.bitwright.ui.histogram;

import javafx.scene.canvas.GraphicsContext;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Heat;

/** The colour scale of the channel strip. */
final class SqnrLegend extends DrawnRegion {
    static final double WORST_DB = 0;
    static final double BEST_DB = 50;

    SqnrLegend() {
        getStyleClass().add("sqnr-legend");
        setMouseTransparent(true);
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        for (int x = 0; x < width; x++) {
            g.setFill(Heat.ofSqnr(WORST_DB + (BEST_DB - WORST_DB) * x / (width - 1)));
            g.fillRect(x, 0, 1, height);
        }
    }
}
