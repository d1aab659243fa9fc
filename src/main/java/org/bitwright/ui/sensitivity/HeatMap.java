package org.bitwright.ui.sensitivity;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;

/** The map with bars to move over it where it does not fit. */
final class HeatMap extends BorderPane {
    private final HeatPlot plot;
    private final ScrollBar across = bar(Orientation.HORIZONTAL);
    private final ScrollBar down = bar(Orientation.VERTICAL);
    private boolean showing;

    HeatMap(SensitivityViewModel model) {
        plot = new HeatPlot(model);
        setCenter(plot);
        setBottom(across);
        setRight(down);
        plot.setOnDrawn(this::show);
        across.valueProperty().addListener(observable -> move());
        down.valueProperty().addListener(observable -> move());
    }

    private static ScrollBar bar(Orientation orientation) {
        ScrollBar bar = new ScrollBar();
        bar.setOrientation(orientation);
        bar.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        bar.setVisible(false);
        bar.managedProperty().bind(bar.visibleProperty());
        return bar;
    }

    private void show(HeatGrid grid) {
        showing = true;
        show(across, grid.scrollX(), grid.mostScrollX(), grid.width() - grid.left(), grid.cellWidth());
        show(down, grid.scrollY(), grid.mostScrollY(), grid.height() - grid.top(), grid.cellHeight());
        showing = false;
    }

    private static void show(ScrollBar bar, double at, double most, double room, double step) {
        bar.setVisible(most > 0);
        bar.setMax(Math.max(1, most));
        bar.setVisibleAmount(bar.getMax() * room / (room + most));
        bar.setUnitIncrement(step);
        bar.setBlockIncrement(room);
        bar.setValue(at);
    }

    private void move() {
        if (!showing) {
            plot.scrollTo(across.getValue(), down.getValue());
        }
    }
}
