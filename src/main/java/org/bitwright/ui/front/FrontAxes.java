package org.bitwright.ui.front;

/** Where positions and scores lie in the plot area. Pixels, y downwards. */
record FrontAxes(
        double left, double top, double width, double height, FrontScale scale, ScoreScale scores, FrontWindow window) {

    double x(FrontPoint point) {
        return x(scale.position(point));
    }

    double x(double position) {
        return left + width * (position - window.left()) / (window.right() - window.left());
    }

    double y(FrontPoint point) {
        return y(point.score().top1());
    }

    double y(double score) {
        return yAt(scores.position(score));
    }

    double yAt(double position) {
        return top + height * (window.high() - position) / (window.high() - window.low());
    }

    /** Position on the horizontal axis at a pixel. */
    double positionX(double x) {
        return window.left() + (x - left) / width * (window.right() - window.left());
    }

    /** Position on the vertical axis at a pixel. */
    double positionY(double y) {
        return window.high() - (y - top) / height * (window.high() - window.low());
    }

    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    /** Whether a point is under what is seen. */
    boolean isBelow(FrontPoint point) {
        double x = scale.position(point);
        return x >= window.left()
                && x <= window.right()
                && scores.position(point.score().top1()) < window.low();
    }

    boolean shows(FrontPoint point) {
        return window.contains(
                scale.position(point), scores.position(point.score().top1()));
    }
}
