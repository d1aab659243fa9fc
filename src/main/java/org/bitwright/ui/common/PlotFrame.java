package org.bitwright.ui.common;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.bitwright.export.AxisTicks;
import org.bitwright.ui.common.Palette.Role;

/**
 * A rectangle inside its axes, and numbers on its pixels; y rises upwards.
 *
 * @param low number at the left edge
 * @param high number at the right edge
 * @param bottom number at the lower edge
 * @param top number at the upper edge
 */
public record PlotFrame(
        double x, double y, double width, double height, double low, double high, double bottom, double top) {
    private static final int PIXELS_A_LABEL = 48;
    private static final int LEAST_PIXELS_A_LABEL = 30;
    private static final int FEWEST_LABELS = 3;
    private static final int PIXELS_A_RULE = 34;

    /** What is left of a region once labels have their place. */
    public static PlotFrame of(
            double width, double height, double em, double low, double high, double bottom, double top) {
        double left = Math.ceil(4.6 * em);
        double above = Math.ceil(1.7 * em);
        return new PlotFrame(
                left,
                above,
                Math.max(1, Math.floor(width - left - 0.9 * em)),
                Math.max(1, Math.floor(height - above - 3.1 * em)),
                low,
                high,
                bottom,
                top);
    }

    public double atX(double value) {
        return x + (value - low) / (high - low) * width;
    }

    /** The same kept inside. */
    public double insideX(double value) {
        return Math.max(x, Math.min(right(), atX(value)));
    }

    public double atY(double value) {
        return floor() - (value - bottom) / (top - bottom) * height;
    }

    public double insideY(double value) {
        return Math.max(y, Math.min(floor(), atY(value)));
    }

    public double valueX(double pixel) {
        return low + (pixel - x) / width * (high - low);
    }

    public double valueY(double pixel) {
        return bottom + (floor() - pixel) / height * (top - bottom);
    }

    public double right() {
        return x + width;
    }

    public double floor() {
        return y + height;
    }

    public boolean contains(double pixelX, double pixelY) {
        return pixelX >= x && pixelX <= right() && pixelY >= y && pixelY <= floor();
    }

    /** Draws ticks, numbers and the name of the horizontal axis. */
    public void labelX(GraphicsContext g, Palette palette, String name) {
        AxisTicks ticks = ticksX(g);
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        g.setFill(palette.colour(Role.MUTED));
        for (double tick : ticks.values()) {
            g.fillRect(Math.floor(atX(tick)), floor(), 1, 4);
            g.fillText(ticks.label(tick), Math.floor(atX(tick)) + 0.5, floor() + 6);
        }
        double em = g.getFont().getSize();
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(name, nameX(g, name), floor() + 6 + 1.3 * em);
        g.setFill(palette.colour(Role.MUTED));
        g.fillRect(x, Math.floor(floor()), width, 1);
    }

    /** A few more than fit comfortably where there would be too few to read a scale from. */
    private AxisTicks ticksX(GraphicsContext g) {
        int most = Math.max(2, (int) (width / PIXELS_A_LABEL));
        AxisTicks ticks = AxisTicks.within(low, high, most);
        while (ticks.values().size() < FEWEST_LABELS && most < width / LEAST_PIXELS_A_LABEL) {
            ticks = AxisTicks.within(low, high, ++most);
        }
        while (ticks.values().size() > 1 && !fits(g, ticks)) {
            ticks = AxisTicks.within(low, high, --most);
        }
        return ticks;
    }

    /** Whether labels do not touch. */
    private boolean fits(GraphicsContext g, AxisTicks ticks) {
        double room = ticks.step() / (high - low) * width - g.getFont().getSize() / 2;
        return ticks.values().stream().allMatch(tick -> widthOf(g, ticks.label(tick)) <= room);
    }

    /** How wide words are in the font of the moment. */
    public static double widthOf(GraphicsContext g, String words) {
        Text text = new Text(words);
        text.setFont(g.getFont());
        return text.getLayoutBounds().getWidth();
    }

    /** Where the middle of the name lies: below that of the axis, unless the name would then be cut off. */
    private double nameX(GraphicsContext g, String name) {
        double half = widthOf(g, name) / 2;
        return Math.max(half, Math.min(x + width / 2, g.getCanvas().getWidth() - half));
    }

    /** Draws rules, their numbers, and the name of the vertical axis above them. */
    public void labelY(GraphicsContext g, Palette palette, String name) {
        AxisTicks ticks = AxisTicks.within(bottom, top, Math.max(2, (int) (height / PIXELS_A_RULE)));
        for (double tick : ticks.values()) {
            ruleY(g, palette, atY(tick), ticks.label(tick));
        }
        nameY(g, palette, name);
    }

    /** One rule across with its number. */
    public void ruleY(GraphicsContext g, Palette palette, double pixel, String label) {
        g.setTextBaseline(VPos.CENTER);
        g.setTextAlign(TextAlignment.RIGHT);
        g.setFill(palette.colour(Role.AXIS));
        g.fillRect(x, Math.floor(pixel), width, 1);
        g.setFill(palette.colour(Role.MUTED));
        g.fillText(label, x - 7, Math.floor(pixel) + 0.5);
    }

    public void nameY(GraphicsContext g, Palette palette, String name) {
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.LEFT);
        g.setFill(palette.colour(Role.TEXT));
        g.fillText(name, 2, 0);
    }
}
