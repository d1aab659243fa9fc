package org.bitwright.ui.graph;

/** A rectangle of the layout; y grows downwards. One unit is a pixel at a zoom of 1. */
record Box(double x, double y, double width, double height) {
    double centreX() {
        return x + width / 2;
    }

    double centreY() {
        return y + height / 2;
    }

    double right() {
        return x + width;
    }

    double bottom() {
        return y + height;
    }

    boolean contains(double atX, double atY) {
        return atX >= x && atX <= right() && atY >= y && atY <= bottom();
    }

    boolean meets(Box other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    Box moved(double byX, double byY) {
        return new Box(x + byX, y + byY, width, height);
    }

    /** Larger by this much on every side. */
    Box grown(double by) {
        return new Box(x - by, y - by, width + 2 * by, height + 2 * by);
    }
}
