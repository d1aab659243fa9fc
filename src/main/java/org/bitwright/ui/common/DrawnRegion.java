package org.bitwright.ui.common;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;

/**
 * A region whose content is drawn by hand, at most once a pulse however often it is asked for. The surface is a layout
 * root of its own, so that asking for a picture lays nothing else out.
 */
public abstract class DrawnRegion extends Region {
    private final Label textStyle = new Label();
    private final Surface surface = new Surface();
    private final Palette palette = new Palette();

    protected DrawnRegion() {
        textStyle.getStyleClass().setAll("plot-text");
        textStyle.setManaged(false);
        textStyle.setVisible(false);
        textStyle.fontProperty().addListener((value, before, now) -> redraw());
        palette.revisionProperty().addListener((value, before, now) -> redraw());
        surface.setManaged(false);
        surface.setMouseTransparent(true);
        getChildren().addAll(palette, textStyle, surface);
    }

    /** Draws everything for the present size; called during layout, after the stylesheet was applied. */
    protected abstract void draw(GraphicsContext g, double width, double height);

    /** Asks for a new picture at the next pulse. */
    public final void redraw() {
        surface.requestLayout();
    }

    protected final Palette palette() {
        return palette;
    }

    /** The font of {@code .plot-text}. */
    protected final Font font() {
        return textStyle.getFont();
    }

    @Override
    protected void layoutChildren() {
        surface.resizeRelocate(0, 0, Math.floor(getWidth()), Math.floor(getHeight()));
        surface.requestLayout();
    }

    private final class Surface extends Region {
        private final Canvas canvas = new Canvas();

        private Surface() {
            getChildren().add(canvas);
        }

        @Override
        protected void layoutChildren() {
            canvas.setWidth(getWidth());
            canvas.setHeight(getHeight());
            GraphicsContext g = canvas.getGraphicsContext2D();
            g.clearRect(0, 0, getWidth(), getHeight());
            if (getWidth() > 0 && getHeight() > 0) {
                g.save();
                draw(g, getWidth(), getHeight());
                g.restore();
            }
        }
    }
}
