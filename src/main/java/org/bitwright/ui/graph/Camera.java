package org.bitwright.ui.graph;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Moves the viewport over a drawing; keeps it in sight. */
final class Camera {
    private static final double GREATEST_SCALE = 4;
    private static final double STEP = 1.25;
    /** A drawing that would be smaller than this is not shown whole at first: nothing could be read. */
    private static final double READABLE = 0.62;

    private static final double INSET = 40;

    private final ReadOnlyObjectWrapper<Viewport> viewport = new ReadOnlyObjectWrapper<>(new Viewport(1, 0, 0));
    private Optional<GraphLayout> layout = Optional.empty();
    private double width = 1;
    private double height = 1;
    private double natural = 1;
    /** Whether the whole is shown, so that it stays so when the room changes. */
    private boolean fitted;

    private boolean placed;

    ReadOnlyObjectProperty<Viewport> viewportProperty() {
        return viewport.getReadOnlyProperty();
    }

    Viewport viewport() {
        return viewport.get();
    }

    /** Whether a picture's size and a drawing are there, and the first view was chosen. */
    boolean isPlaced() {
        return placed;
    }

    void show(Optional<GraphLayout> next) {
        layout = next;
        placed = false;
    }

    /** @param naturalScale at which texts have the size of the window's */
    void resize(double newWidth, double newHeight, double naturalScale) {
        if (width == newWidth && height == newHeight && natural == naturalScale) {
            return;
        }
        double byX = (newWidth - width) / 2;
        double byY = (newHeight - height) / 2;
        width = newWidth;
        height = newHeight;
        natural = naturalScale;
        if (placed && fitted) {
            fit();
        } else if (placed) {
            viewport.set(viewport().panned(byX, byY));
        }
    }

    /** The first view: the whole if it can be read, else what lies around a box. */
    void begin(Box around) {
        layout.ifPresent(drawn -> {
            Viewport whole = Viewport.fitting(drawn, width, height, natural);
            fitted = whole.scale() >= READABLE * natural;
            placed = true;
            viewport.set(
                    fitted
                            ? whole
                            : new Viewport(natural, 0, 0)
                                    .centred(around.centreX(), around.centreY(), width, height)
                                    .filledBy(drawn, width, height));
        });
    }

    void fit() {
        layout.ifPresent(drawn -> {
            fitted = true;
            viewport.set(Viewport.fitting(drawn, width, height, natural));
        });
    }

    void pan(double pixelsX, double pixelsY) {
        set(viewport().panned(pixelsX, pixelsY));
    }

    void zoom(double factor, double pixelX, double pixelY) {
        layout.ifPresent(drawn -> {
            double least = Math.min(
                            natural,
                            Viewport.fitting(drawn, width, height, natural).scale())
                    / 2;
            double scale = Math.max(
                    least, Math.min(GREATEST_SCALE * natural, viewport().scale() * factor));
            set(viewport().zoomed(scale, pixelX, pixelY));
        });
    }

    /** A step nearer, or away for −1, around the middle. */
    void step(int steps) {
        zoom(Math.pow(STEP, steps), width / 2, height / 2);
    }

    /** Texts in the size of the window's. */
    void natural() {
        zoom(natural / viewport().scale(), width / 2, height / 2);
    }

    /** Brings a box into sight; to the middle, and large enough to be read, where it is not. */
    void reveal(Box box, boolean always) {
        layout.ifPresent(drawn -> {
            double inset = INSET / viewport().scale();
            Box seen = viewport().seen(width, height).grown(-inset);
            boolean inside = seen.contains(box.x(), box.y()) && seen.contains(box.right(), box.bottom());
            if (always || !inside) {
                double scale = Math.max(viewport().scale(), READABLE * natural);
                set(new Viewport(scale, 0, 0).centred(box.centreX(), box.centreY(), width, height));
            }
        });
    }

    private void set(Viewport next) {
        fitted = false;
        viewport.set(layout.map(drawn -> next.keeping(drawn, width, height)).orElse(next));
    }
}
