package org.bitwright.export;

import java.util.Locale;
import java.util.function.Function;

/**
 * Builds one self-contained SVG picture, light or dark as the reader's system asks for. Units are pixels, y downwards.
 */
final class SvgPicture {
    private static final String SHARED = """
            text{font:12px system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif}
            .heading{font-size:15px;font-weight:600}.line{fill:none;stroke-width:2;stroke-linejoin:round}
            .band{opacity:.16}.whisker{opacity:.5}.part{stroke-width:1.6}.float{stroke-width:1.4;stroke-dasharray:6 4}
            """;

    private final Markup svg = new Markup();
    private final int width;
    private final int height;

    SvgPicture(int width, int height, String title) {
        this.width = width;
        this.height = height;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
                width, height, width, height);
        svg.element("title", title).line();
    }

    /**
     * The style, with what a kind of chart adds, and the ground. Class names are shared by the pictures of a page: equal
     * names must mean the same in all of them.
     */
    SvgPicture styled(String own, Function<SvgTheme, String> themed) {
        svg.raw("<style>\n").raw(SHARED).raw(own).raw(themed.apply(SvgTheme.LIGHT));
        svg.raw("@media(prefers-color-scheme:dark){\n").raw(themed.apply(SvgTheme.DARK));
        svg.raw("}\n</style>\n");
        line("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", width, height);
        return this;
    }

    /** Tags, formatted; texts in them come from {@link #escaped}. */
    void line(String format, Object... arguments) {
        svg.raw(String.format(Locale.ROOT, format, arguments)).line();
    }

    void text(double x, double y, String css, String anchor, String words) {
        line(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                css, x, y, anchor, escaped(words));
    }

    /** Upwards, as the name of a vertical axis stands. */
    void turnedText(double x, double y, String css, String words) {
        line(
                "<text class=\"%s\" text-anchor=\"middle\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>",
                css, x, y, escaped(words));
    }

    /** A measured point, with what is said when the mouse rests on it. */
    void marker(SeriesStyle style, double x, double y, double radius, String css, String tip) {
        double[] corners = style.corners(radius);
        String title = "<title>" + escaped(tip) + "</title>";
        if (corners.length == 0) {
            line("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">%s</circle>", css, x, y, radius, title);
            return;
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < corners.length; i += 2) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x + corners[i], y + corners[i + 1]));
        }
        line(
                "<polygon class=\"%s\" points=\"%s\">%s</polygon>",
                css, points.toString().strip(), title);
    }

    /** Rules and numbers of a vertical axis in per cent, and its name. */
    void percentAxis(AccuracyAxes axes, String name) {
        AxisTicks ticks = axes.percentTicks();
        for (double percent : ticks.values()) {
            double y = axes.y(percent / 100);
            line("<path class=\"rule\" d=\"M%.1f %.1fH%.1f\"/>", axes.left(), y, axes.right());
            text(axes.left() - 8, y + 4, "faint", "end", ticks.label(percent));
        }
        turnedText(18, (axes.top() + axes.bottom()) / 2, "ink", name);
    }

    /** The float network's accuracy, dashed. */
    void floatLine(AccuracyAxes axes, double top1, String name) {
        double y = axes.y(top1);
        line("<path class=\"float\" d=\"M%.1f %.1fH%.1f\"/>", axes.left(), y, axes.right());
        String label = String.format(Locale.ROOT, "%s %.2f %%", name, top1 * 100);
        text(axes.left() + 6, y + (y < axes.top() + 20 ? 16 : -6), "faint", "start", label);
    }

    static String escaped(String text) {
        return new Markup().text(text).toString();
    }

    @Override
    public String toString() {
        return svg + "</svg>\n";
    }
}
