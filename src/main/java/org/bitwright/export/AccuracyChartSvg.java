package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;

/**
 * Accuracy against bit-width as one self-contained SVG picture: a line a series with its 95 % band, a dot a format
 * with one width only, the float accuracy dashed, points on part of the data hollow. Light or dark as the reader's system asks for.
 */
public final class AccuracyChartSvg {
    private static final int WIDTH = 860;
    private static final int PLOT_LEFT = 64;
    private static final int PLOT_TOP = 52;
    private static final int PLOT_WIDTH = 776;
    private static final int PLOT_HEIGHT = 340;
    private static final int LEGEND_TOP = PLOT_TOP + PLOT_HEIGHT + 66;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 388;
    private static final double RADIUS = 4.2;

    private final Map<SweepSeries, List<SweepPoint>> lines = new LinkedHashMap<>();
    private final Optional<Accuracy> floatAccuracy;
    private final String title;
    private final SweepWords words;
    private final AccuracyAxes axes;
    private final StringBuilder svg = new StringBuilder();

    private AccuracyChartSvg(
            Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points, String title, SweepWords words) {
        this.floatAccuracy = floatAccuracy;
        this.title = title;
        this.words = words;
        points.forEach(
                p -> lines.computeIfAbsent(p.series(), s -> new ArrayList<>()).add(p));
        lines.values().forEach(line -> line.sort((a, b) -> Integer.compare(a.bits(), b.bits())));
        List<Accuracy> shown = Stream.concat(points.stream().map(SweepPoint::accuracy), floatAccuracy.stream())
                .toList();
        axes = AccuracyAxes.fitting(shown, PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT);
    }

    /** The picture of a sweep, with English words. */
    public static String write(SweepResult result, String title) {
        return write(Optional.of(result.floatAccuracy()), result.points(), title, SweepWords.ENGLISH);
    }

    /** The picture of the points measured so far. */
    public static String write(
            Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points, String title, SweepWords words) {
        return new AccuracyChartSvg(floatAccuracy, points, title, words).draw();
    }

    private String draw() {
        int height = LEGEND_TOP + LEGEND_ROW * ((lines.size() + 1) / 2);
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">",
                WIDTH, height, WIDTH, height);
        line("<title>%s</title>", escape(title));
        style();
        line("<rect class=\"ground\" width=\"%d\" height=\"%d\"/>", WIDTH, height);
        text(PLOT_LEFT, 30, "heading", "start", title);
        grid();
        int index = 0;
        for (List<SweepPoint> points : lines.values()) {
            band(points, index++);
        }
        floatLine();
        index = 0;
        for (Map.Entry<SweepSeries, List<SweepPoint>> entry : lines.entrySet()) {
            series(entry.getValue(), index);
            legend(entry.getKey(), index++);
        }
        return svg.append("</svg>\n").toString();
    }

    private void style() {
        svg.append("<style>\n");
        svg.append("text{font:12px system-ui,'Segoe UI',Roboto,'Noto Sans','Noto Sans CJK SC',sans-serif}\n");
        svg.append(".heading{font-size:15px;font-weight:600}.line{fill:none;stroke-width:2;stroke-linejoin:round}\n");
        svg.append(
                ".band{opacity:.16}.whisker{opacity:.5}.part{stroke-width:1.6}.float{stroke-width:1.4;stroke-dasharray:6 4}\n");
        svg.append(theme("#ffffff", "#1f2328", "#59636e", "#d8dee4", false));
        svg.append("@media(prefers-color-scheme:dark){\n");
        svg.append(theme("#0d1117", "#e6edf3", "#9198a1", "#2d333b", true)).append("}\n</style>\n");
    }

    private String theme(String ground, String ink, String faint, String rule, boolean dark) {
        StringBuilder css = new StringBuilder();
        css.append(".ground{fill:%s}.ink,.heading{fill:%s}.faint{fill:%s}.rule{stroke:%s}.float{stroke:%s}\n"
                .formatted(ground, ink, faint, rule, faint));
        for (int i = 0; i < lines.size(); i++) {
            SeriesStyle style = SeriesStyle.of(i);
            String colour = dark ? style.dark() : style.light();
            css.append(".s%d{fill:%s}.l%d{stroke:%s}.part.l%d{fill:%s}%n".formatted(i, colour, i, colour, i, ground));
        }
        return css.toString();
    }

    private void grid() {
        AxisTicks ticks = axes.percentTicks();
        for (double percent : ticks.values()) {
            double y = axes.y(percent / 100);
            line("<path class=\"rule\" d=\"M%.1f %.1fH%.1f\"/>", axes.left(), y, axes.right());
            text(axes.left() - 8, y + 4, "faint", "end", ticks.label(percent));
        }
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            text(axes.x(bits), axes.bottom() + 18, "faint", "middle", String.valueOf(bits));
        }
        text((axes.left() + axes.right()) / 2, axes.bottom() + 38, "ink", "middle", words.bits());
        double middle = (axes.top() + axes.bottom()) / 2;
        line(
                "<text class=\"ink\" text-anchor=\"middle\" transform=\"translate(18 %.1f) rotate(-90)\">%s</text>",
                middle, escape(words.accuracy()));
    }

    private void floatLine() {
        if (floatAccuracy.isEmpty() || floatAccuracy.get().samples() == 0) {
            return;
        }
        double top1 = floatAccuracy.get().top1();
        double y = axes.y(top1);
        line("<path class=\"float\" d=\"M%.1f %.1fH%.1f\"/>", axes.left(), y, axes.right());
        String label = String.format(Locale.ROOT, "%s %.2f %%", words.floating(), top1 * 100);
        text(axes.left() + 6, y + (y < axes.top() + 20 ? 16 : -6), "faint", "start", label);
    }

    private void band(List<SweepPoint> points, int index) {
        if (points.size() < 2) {
            points.forEach(point -> whisker(point, index));
            return;
        }
        StringBuilder path = new StringBuilder();
        points.forEach(p -> path.append(
                at(path.isEmpty() ? 'M' : 'L', p.bits(), p.accuracy().high())));
        for (int i = points.size() - 1; i >= 0; i--) {
            path.append(at('L', points.get(i).bits(), points.get(i).accuracy().low()));
        }
        line("<path class=\"band s%d\" d=\"%sZ\"/>", index, path);
    }

    /** The interval of a point that stands alone. */
    private void whisker(SweepPoint point, int index) {
        double x = axes.x(place(point));
        double high = axes.y(point.accuracy().high());
        line(
                "<path class=\"line whisker l%d\" d=\"M%.1f %.1fV%.1f\"/>",
                index, x, high, axes.y(point.accuracy().low()));
    }

    private double place(SweepPoint point) {
        return SweepPlaces.of(point, lines.keySet());
    }

    private void series(List<SweepPoint> points, int index) {
        StringBuilder path = new StringBuilder();
        points.forEach(p -> path.append(
                at(path.isEmpty() ? 'M' : 'L', p.bits(), p.accuracy().top1())));
        if (!points.get(0).series().isDot()) {
            line("<path class=\"line l%d\" d=\"%s\"/>", index, path);
        }
        for (SweepPoint point : points) {
            String css = point.complete() ? "s" + index : "part l" + index;
            marker(axes.x(place(point)), axes.y(point.accuracy().top1()), css, index, tip(point));
        }
    }

    private String tip(SweepPoint point) {
        Accuracy a = point.accuracy();
        return String.format(
                Locale.ROOT,
                "%s, %d %s: %.2f %% (%.2f–%.2f), n = %d",
                words.series().apply(point.series()),
                point.bits(),
                words.bits(),
                a.top1() * 100,
                a.low() * 100,
                a.high() * 100,
                a.samples());
    }

    /** A line with its marker; a marker alone where the format has one width only. */
    private void legend(SweepSeries series, int index) {
        String name = words.series().apply(series);
        double x = PLOT_LEFT + (index % 2) * (double) LEGEND_COLUMN;
        double y = LEGEND_TOP + (double) LEGEND_ROW * (index / 2) - 4;
        if (!series.isDot()) {
            line("<path class=\"line l%d\" d=\"M%.1f %.1fh24\"/>", index, x, y);
        }
        marker(x + 12, y, "s" + index, index, name);
        text(x + 32, y + 4, "ink", "start", name);
    }

    private void marker(double x, double y, String css, int index, String tip) {
        double[] corners = SeriesStyle.of(index).corners(RADIUS);
        String title = "<title>" + escape(tip) + "</title>";
        if (corners.length == 0) {
            line("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">%s</circle>", css, x, y, RADIUS, title);
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

    private String at(char command, double bits, double accuracy) {
        return String.format(Locale.ROOT, "%c%.1f %.1f", command, axes.x(bits), axes.y(accuracy));
    }

    private void text(double x, double y, String css, String anchor, String words) {
        line("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", css, x, y, anchor, escape(words));
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String escape(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().filter(c -> c >= ' ').forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
