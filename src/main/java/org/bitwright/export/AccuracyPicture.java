package org.bitwright.export;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bitwright.analysis.Accuracy;

/**
 * An SVG picture of accuracy against bits in the making: axes, lines with their 95 % bands, points, and a legend in two
 * columns. Units are pixels, y downwards.
 */
final class AccuracyPicture {
    private static final int WIDTH = 860;
    private static final int PLOT_LEFT = 64;
    private static final int PLOT_TOP = 52;
    private static final int PLOT_WIDTH = 776;
    private static final int PLOT_HEIGHT = 340;
    private static final int LEGEND_TOP = PLOT_TOP + PLOT_HEIGHT + 66;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 388;
    private static final double RADIUS = 4.2;

    private final AccuracyAxes axes;
    private final SvgPicture svg;

    /**
     * @param shown all the accuracies that the axis must reach
     * @param lines how many the legend has room for
     * @param style the rules that the lines need, by theme
     */
    AccuracyPicture(Collection<Accuracy> shown, int lines, String title, Function<SvgTheme, String> style) {
        axes = AccuracyAxes.fitting(shown, PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT);
        svg = new SvgPicture(WIDTH, LEGEND_TOP + LEGEND_ROW * ((lines + 1) / 2), title);
        svg.styled("", style);
        svg.text(PLOT_LEFT, 30, "heading", "start", title);
    }

    void axes(String accuracy, String bits) {
        svg.percentAxis(axes, accuracy);
        for (int width = AccuracyAxes.MIN_BITS; width <= AccuracyAxes.MAX_BITS; width++) {
            svg.text(axes.x(width), axes.bottom() + 18, "faint", "middle", String.valueOf(width));
        }
        svg.text((axes.left() + axes.right()) / 2, axes.bottom() + 38, "ink", "middle", bits);
    }

    /** The interval of an accuracy along the whole axis. */
    void interval(Accuracy accuracy, String css) {
        double high = axes.y(accuracy.high());
        svg.line(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                css, axes.left(), high, axes.width(), axes.y(accuracy.low()) - high);
    }

    /** An accuracy along the whole axis, dashed. */
    void dashed(Accuracy accuracy, String name) {
        svg.floatLine(axes, accuracy.top1(), name);
    }

    /** The intervals of a line; a whisker for a point that stands alone. */
    void band(List<AccuracyMark> line, int index) {
        if (line.size() < 2) {
            line.forEach(mark -> whisker(mark, index));
            return;
        }
        StringBuilder path = new StringBuilder();
        line.forEach(mark -> to(path, mark, mark.accuracy().high()));
        for (int i = line.size() - 1; i >= 0; i--) {
            to(path, line.get(i), line.get(i).accuracy().low());
        }
        svg.line("<path class=\"band s%d\" d=\"%sZ\"/>", index, path);
    }

    private void whisker(AccuracyMark mark, int index) {
        svg.line(
                "<path class=\"line whisker l%d\" d=\"M%.1f %.1fV%.1f\"/>",
                index,
                axes.x(mark.place()),
                axes.y(mark.accuracy().high()),
                axes.y(mark.accuracy().low()));
    }

    void line(List<AccuracyMark> line, int index) {
        StringBuilder path = new StringBuilder();
        line.forEach(mark -> to(path, mark, mark.accuracy().top1()));
        svg.line("<path class=\"line l%d\" d=\"%s\"/>", index, path);
    }

    /** A point, hollow where it is not complete, with what is said when the mouse rests on it. */
    void point(AccuracyMark mark, int index, String tip) {
        String css = mark.complete() ? "s" + index : "part l" + index;
        marker(axes.x(mark.place()), axes.y(mark.accuracy().top1()), css, index, tip);
    }

    /** What is said of a point: {@code name, 4 bits: 98.10 % (97.50–98.60), n = 10000}. */
    static String tip(String name, int width, String bits, Accuracy accuracy) {
        return String.format(
                Locale.ROOT,
                "%s, %d %s: %.2f %% (%.2f–%.2f), n = %d",
                name,
                width,
                bits,
                accuracy.top1() * 100,
                accuracy.low() * 100,
                accuracy.high() * 100,
                accuracy.samples());
    }

    /** The name of a line behind its marker, which stands alone where there is no line. */
    void legend(String name, int index, boolean lined) {
        double x = PLOT_LEFT + (index % 2) * (double) LEGEND_COLUMN;
        double y = LEGEND_TOP + (double) LEGEND_ROW * (index / 2) - 4;
        if (lined) {
            svg.line("<path class=\"line l%d\" d=\"M%.1f %.1fh24\"/>", index, x, y);
        }
        marker(x + 12, y, "s" + index, index, name);
        svg.text(x + 32, y + 4, "ink", "start", name);
    }

    private void marker(double x, double y, String css, int index, String tip) {
        svg.marker(SeriesStyle.of(index), x, y, RADIUS, css, tip);
    }

    private void to(StringBuilder path, AccuracyMark mark, double accuracy) {
        char command = path.isEmpty() ? 'M' : 'L';
        path.append(String.format(Locale.ROOT, "%c%.1f %.1f", command, axes.x(mark.place()), axes.y(accuracy)));
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
