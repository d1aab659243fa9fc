package org.bitwright.ui.common;

import javafx.scene.control.Label;

/** What a drawn chart says of the place that is looked at. A child of the chart that its layout leaves alone. */
public final class PlotTip extends Label {
    private static final double BESIDE = 14;
    private static final double ABOVE = 10;
    private static final double BELOW = 12;

    public PlotTip() {
        getStyleClass().add("plot-tip");
        setManaged(false);
        setMouseTransparent(true);
        setVisible(false);
    }

    /**
     * Says it right of a place and above it, or on the other sides where there is no room.
     *
     * @param width of the chart, as {@code height}
     */
    public void tell(String text, double x, double y, double width, double height) {
        setText(text);
        setVisible(true);
        applyCss();
        autosize();
        double right = x + BESIDE;
        double above = y - getHeight() - ABOVE;
        double below = Math.max(0, Math.min(y + BELOW, height - getHeight()));
        relocate(
                Math.round(right + getWidth() > width ? Math.max(0, x - BESIDE - getWidth()) : right),
                Math.round(above < 0 ? below : above));
    }
}
