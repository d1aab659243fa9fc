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
    private final SvgPicture svg;

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
        svg = new SvgPicture(WIDTH, LEGEND_TOP + LEGEND_ROW * ((lines.size() + 1) / 2), title);
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
        svg.styled("", theme -> theme.rules(lines.size()));
        svg.text(PLOT_LEFT, 30, "heading", "start", title);
        grid();
        int index = 0;
        for (List<SweepPoint> points : lines.values()) {
            band(points, index++);
        }
        floatAccuracy
                .filter(accuracy -> accuracy.samples() > 0)
                .ifPresent(accuracy -> svg.floatLine(axes, accuracy.top1(), words.floating()));
        index = 0;
        for (Map.Entry<SweepSeries, List<SweepPoint>> entry : lines.entrySet()) {
            series(entry.getValue(), index);
            legend(entry.getKey(), index++);
        }
        return svg.toString();
    }

    private void grid() {
        svg.percentAxis(axes, words.accuracy());
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            svg.text(axes.x(bits), axes.bottom() + 18, "faint", "middle", String.valueOf(bits));
        }
        svg.text((axes.left() + axes.right()) / 2, axes.bottom() + 38, "ink", "middle", words.bits());
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
        svg.line("<path class=\"band s%d\" d=\"%sZ\"/>", index, path);
    }

    /** The interval of a point that stands alone. */
    private void whisker(SweepPoint point, int index) {
        double x = axes.x(place(point));
        double high = axes.y(point.accuracy().high());
        svg.line(
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
            svg.line("<path class=\"line l%d\" d=\"%s\"/>", index, path);
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
            svg.line("<path class=\"line l%d\" d=\"M%.1f %.1fh24\"/>", index, x, y);
        }
        marker(x + 12, y, "s" + index, index, name);
        svg.text(x + 32, y + 4, "ink", "start", name);
    }

    private void marker(double x, double y, String css, int index, String tip) {
        svg.marker(SeriesStyle.of(index), x, y, RADIUS, css, tip);
    }

    private String at(char command, double bits, double accuracy) {
        return String.format(Locale.ROOT, "%c%.1f %.1f", command, axes.x(bits), axes.y(accuracy));
    }
}
