package org.bitwright.ui.histogram;

/** The rectangle inside the axes, in pixels of the plot. */
record PlotArea(double left, double top, double width, double height) {

    /** What is left of a region once labels, grid band and handles have their place. */
    static PlotArea of(double width, double height, double em) {
        double left = Math.ceil(4.4 * em);
        double top = Math.ceil(2.6 * em);
        double below = GridPainter.HEIGHT + Math.ceil(2.0 * em);
        return new PlotArea(
                left, top, Math.max(1, Math.floor(width - left - 1.2 * em)), Math.max(1, height - top - below));
    }

    double bottom() {
        return top + height;
    }

    boolean contains(double x, double y) {
        return x >= left && x <= left + width && y >= top && y <= bottom();
    }
}
