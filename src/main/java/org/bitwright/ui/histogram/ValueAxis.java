package org.bitwright.ui.histogram;

/**
 * Values on pixels.
 *
 * @param left pixel of the window's lower end
 * @param width pixels of the whole window
 */
record ValueAxis(ValueWindow window, double left, double width) {

    double x(double value) {
        return left + (value - window.low()) / window.span() * width;
    }

    double value(double x) {
        return window.low() + (x - left) / width * window.span();
    }

    double right() {
        return left + width;
    }

    double pixelsPerUnit() {
        return width / window.span();
    }

    /** A value kept on the picture. */
    double clampedX(double value) {
        return Math.max(left, Math.min(right(), x(value)));
    }
}
