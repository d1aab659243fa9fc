package org.bitwright.export;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.analysis.Accuracy;

/**
 * Size and accuracy of every measured configuration as one self-contained SVG picture: points with their 95 % intervals,
 * those on the front joined, those with all layers alike marked with their width. What is far worse than the rest stands
 * at the lower edge with its number, so that the rest can be told apart. Light or dark as the reader's system asks for.
 */
public final class FrontSvg {
    private static final int WIDTH = 860;
    private static final int LEFT = 64;
    private static final int TOP = 52;
    private static final int PLOT_WIDTH = 776;
    private static final int PLOT_HEIGHT = 340;
    private static final int LEGEND_TOP = TOP + PLOT_HEIGHT + 66;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 388;
    private static final double RADIUS = 4.2;
    private static final double CHOSEN_RADIUS = 6.5;
    private static final int MIXED = 0;
    private static final int UNIFORM = 1;
    /** Share below the best at which the axis ends. */
    private static final double DEPTH = 0.12;

    /** The fourth style is a diamond. */
    private static final int CHOSEN = 3;

    private final List<FrontPoint> points;
    private final Optional<Accuracy> floating;
    private final FrontWords words;
    private final String title;
    private final AccuracyAxes axes;
    private final SizeAxis sizes;
    private final SvgPicture svg;

    private FrontSvg(List<FrontPoint> points, Optional<Accuracy> floating, String title, FrontWords words) {
        this.points = points;
        this.floating = floating.filter(accuracy -> accuracy.samples() > 0);
        this.words = words;
        this.title = title;
        List<Accuracy> shares = Stream.concat(points.stream().map(FrontPoint::share), this.floating.stream())
                .toList();
        double best = shares.stream().mapToDouble(Accuracy::top1).max().orElse(1);
        List<Accuracy> near =
                shares.stream().filter(share -> share.top1() >= best - DEPTH).toList();
        axes = AccuracyAxes.fitting(near, LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT);
        sizes = SizeAxis.fitting(points.stream().map(FrontPoint::bytes).toList(), LEFT, PLOT_WIDTH);
        svg = new SvgPicture(WIDTH, LEGEND_TOP + 2 * LEGEND_ROW, title);
    }

    /** @param floating accuracy of the float network; empty where that says nothing, as of agreement with it */
    public static String write(List<FrontPoint> points, Optional<Accuracy> floating, String title, FrontWords words) {
        return new FrontSvg(points, floating, title, words).draw();
    }

    private String draw() {
        svg.styled(".beaten{opacity:.5}.front{stroke-width:1.6}\n", theme -> theme.rules(CHOSEN + 1));
        svg.text(LEFT, 30, "heading", "start", title);
        svg.percentAxis(axes, words.share());
        sizeAxis();
        floating.ifPresent(accuracy -> svg.floatLine(axes, accuracy.top1(), words.floating()));
        front();
        points.stream().sorted(Comparator.comparing(FrontPoint::chosen)).forEach(this::point);
        legend(0, words.mixed(), MIXED);
        legend(1, words.uniform(), UNIFORM);
        legendOfFront();
        if (points.stream().anyMatch(FrontPoint::chosen)) {
            legend(3, words.chosen(), CHOSEN);
        }
        return svg.toString();
    }

    private void sizeAxis() {
        double last = Double.NEGATIVE_INFINITY;
        for (long tick : sizes.ticks()) {
            double x = sizes.x(tick);
            svg.line("<path class=\"rule\" d=\"M%.1f %.1fv5\"/>", x, axes.bottom());
            if (x - last > 56) {
                svg.text(x, axes.bottom() + 20, "faint", "middle", SizeAxis.label(tick));
                last = x;
            }
        }
        svg.text((axes.left() + axes.right()) / 2, axes.bottom() + 42, "ink", "middle", words.size());
    }

    /** A stair: between two of its points nothing better than the smaller one is known. */
    private void front() {
        StringBuilder path = new StringBuilder();
        points.stream()
                .filter(FrontPoint::front)
                .sorted(Comparator.comparingLong(FrontPoint::bytes))
                .forEach(point -> {
                    double x = sizes.x(point.bytes());
                    double y = y(point.share().top1());
                    path.append(String.format(Locale.ROOT, path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f", x, y));
                });
        if (!path.isEmpty()) {
            svg.line("<path class=\"line front l%d\" d=\"%sH%.1f\"/>", MIXED, path, axes.right());
        }
    }

    private void point(FrontPoint point) {
        int style = point.chosen() ? CHOSEN : point.uniformBits().isPresent() ? UNIFORM : MIXED;
        double x = sizes.x(point.bytes());
        double y = y(point.share().top1());
        String beaten = point.front() || point.chosen() ? "" : " beaten";
        if (!isBelow(point)) {
            svg.line(
                    "<path class=\"line whisker%s l%d\" d=\"M%.1f %.1fV%.1f\"/>",
                    beaten,
                    style,
                    x,
                    axes.y(point.share().high()),
                    y(point.share().low()));
        }
        double radius = point.chosen() ? CHOSEN_RADIUS : RADIUS;
        svg.marker(SeriesStyle.of(style), x, y, radius, "s" + style + beaten, tip(point));
        label(point).ifPresent(label -> svg.text(x + 7, y - 6, "faint", "start", label));
    }

    private static Optional<String> bits(FrontPoint point) {
        return point.uniformBits().isPresent()
                ? Optional.of(String.valueOf(point.uniformBits().getAsInt()))
                : Optional.empty();
    }

    private Optional<String> label(FrontPoint point) {
        return isBelow(point)
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "%s↓ %.0f %%",
                        bits(point).map(bits -> bits + " ").orElse(""),
                        100 * point.share().top1()))
                : bits(point);
    }

    private boolean isBelow(FrontPoint point) {
        return point.share().top1() < axes.low();
    }

    /** Not below the plot. */
    private double y(double share) {
        return Math.min(axes.bottom(), axes.y(share));
    }

    private String tip(FrontPoint point) {
        Accuracy share = point.share();
        String text = String.format(
                Locale.ROOT,
                "%s: %s, %.2f %% (%.2f–%.2f), n = %d",
                point.name(),
                SizeAxis.label(point.bytes()),
                100 * share.top1(),
                100 * share.low(),
                100 * share.high(),
                share.samples());
        return point.againstFloat()
                .map(test -> text + ", " + (test.isDifferent() ? words.different() : words.same()) + " ("
                        + SearchWords.probability(test) + ")")
                .orElse(text);
    }

    private void legend(int place, String name, int style) {
        double x = LEFT + (place % 2) * (double) LEGEND_COLUMN;
        double y = LEGEND_TOP + (double) LEGEND_ROW * (place / 2) - 4;
        double radius = style == CHOSEN ? CHOSEN_RADIUS : RADIUS;
        svg.marker(SeriesStyle.of(style), x + 12, y, radius, "s" + style, name);
        svg.text(x + 32, y + 4, "ink", "start", name);
    }

    private void legendOfFront() {
        double y = LEGEND_TOP + (double) LEGEND_ROW - 4;
        svg.line("<path class=\"line front l%d\" d=\"M%d %.1fh24\"/>", MIXED, LEFT, y);
        svg.text(LEFT + 32.0, y + 4, "ink", "start", words.front());
    }
}
