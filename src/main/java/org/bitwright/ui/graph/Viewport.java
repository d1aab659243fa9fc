package org.bitwright.ui.graph;

/**
 * What part of the drawing is shown.
 *
 * @param scale pixels a unit
 * @param x of the drawing's place at the left edge, in units
 * @param y of the drawing's place at the upper edge
 */
record Viewport(double scale, double x, double y) {
    double pixelX(double unit) {
        return (unit - x) * scale;
    }

    double pixelY(double unit) {
        return (unit - y) * scale;
    }

    double unitX(double pixel) {
        return x + pixel / scale;
    }

    double unitY(double pixel) {
        return y + pixel / scale;
    }

    Viewport panned(double pixelsX, double pixelsY) {
        return new Viewport(scale, x - pixelsX / scale, y - pixelsY / scale);
    }

    /** At another scale, the place under a pixel where it was. */
    Viewport zoomed(double toScale, double pixelX, double pixelY) {
        return new Viewport(toScale, unitX(pixelX) - pixelX / toScale, unitY(pixelY) - pixelY / toScale);
    }

    /** The whole of a drawing in the middle of a picture, at most at {@code most}. */
    static Viewport fitting(GraphLayout layout, double width, double height, double most) {
        double scale = Math.min(most, Math.min(width / layout.width(), height / layout.height()));
        return new Viewport(scale, layout.width() / 2 - width / 2 / scale, layout.height() / 2 - height / 2 / scale);
    }

    Viewport centred(double unitX, double unitY, double width, double height) {
        return new Viewport(scale, unitX - width / 2 / scale, unitY - height / 2 / scale);
    }

    /** What is seen in a picture of this size. */
    Box seen(double width, double height) {
        return new Box(x, y, width / scale, height / scale);
    }

    /** Moved so that something of the drawing stays in the picture. */
    Viewport keeping(GraphLayout layout, double width, double height) {
        double halfX = width / 2 / scale;
        double halfY = height / 2 / scale;
        return new Viewport(
                scale,
                Math.max(-halfX, Math.min(layout.width() - halfX, x)),
                Math.max(-halfY, Math.min(layout.height() - halfY, y)));
    }

    /** Moved so that no room is lost beyond the ends of a drawing that is longer than the picture. */
    Viewport filledBy(GraphLayout layout, double width, double height) {
        return new Viewport(
                scale, within(x, layout.width(), width / scale), within(y, layout.height(), height / scale));
    }

    private static double within(double from, double all, double room) {
        return all <= room ? (all - room) / 2 : Math.max(0, Math.min(all - room, from));
    }
}
