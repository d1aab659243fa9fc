package org.bitwright.export;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.bitwright.analysis.search.ModelCheck;

/**
 * What the error model predicted against what was measured, as one self-contained SVG picture with logarithmic axes;
 * pairs with a number that has no logarithm are left out.
 */
final class ModelCheckSvg {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 420;
    private static final int LEFT = 76;
    private static final int TOP = 52;
    private static final int SIDE_X = 460;
    private static final int SIDE_Y = 300;
    private static final double ROOM = 1.15;

    private final List<ModelCheck.Pair> pairs;
    private final double[] predicted;
    private final double[] measured;
    private final SvgPicture svg;

    private ModelCheckSvg(ModelCheck check, String title) {
        pairs = check.pairs().stream()
                .filter(pair -> isDrawn(pair.predicted()) && isDrawn(pair.measured()))
                .toList();
        predicted = ends(pairs.stream().mapToDouble(ModelCheck.Pair::predicted));
        measured = ends(pairs.stream().mapToDouble(ModelCheck.Pair::measured));
        svg = new SvgPicture(WIDTH, HEIGHT, title);
    }

    static String write(ModelCheck check, String title) {
        return new ModelCheckSvg(check, title).draw(title);
    }

    private static boolean isDrawn(double value) {
        return value > 0 && Double.isFinite(value);
    }

    private static double[] ends(DoubleStream values) {
        double[] all = values.sorted().toArray();
        return all.length == 0 ? new double[] {0.1, 1} : new double[] {all[0] / ROOM, all[all.length - 1] * ROOM};
    }

    private String draw(String title) {
        svg.styled("", theme -> theme.rules(1));
        svg.text(LEFT, 30, "heading", "start", title);
        for (double tick : ticks(measured)) {
            double y = y(tick);
            svg.line("<path class=\"rule\" d=\"M%d %.1fh%d\"/>", LEFT, y, SIDE_X);
            svg.text(LEFT - 8.0, y + 4, "faint", "end", label(tick));
        }
        for (double tick : ticks(predicted)) {
            double x = x(tick);
            svg.line("<path class=\"rule\" d=\"M%.1f %dv%d\"/>", x, TOP, SIDE_Y);
            svg.text(x, TOP + SIDE_Y + 18.0, "faint", "middle", label(tick));
        }
        svg.text(LEFT + SIDE_X / 2.0, TOP + SIDE_Y + 42.0, "ink", "middle", "predicted");
        svg.turnedText(18, TOP + SIDE_Y / 2.0, "ink", "measured");
        pairs.forEach(pair -> svg.marker(
                SeriesStyle.of(0),
                x(pair.predicted()),
                y(pair.measured()),
                4.2,
                "s0",
                "predicted " + ReportNumbers.rounded(pair.predicted()) + ", measured "
                        + ReportNumbers.rounded(pair.measured())));
        return svg.toString();
    }

    /** Powers of ten; halves of the span where it holds fewer than two of them. */
    private static double[] ticks(double[] ends) {
        double[] powers = DoubleStream.iterate(
                        Math.pow(10, Math.ceil(Math.log10(ends[0]))), t -> t <= ends[1], t -> 10 * t)
                .toArray();
        return powers.length >= 2
                ? powers
                : new double[] {ends[0] * ROOM, Math.sqrt(ends[0] * ends[1]), ends[1] / ROOM};
    }

    private static String label(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros();
        return value < 1e-3 ? String.format(Locale.ROOT, "%.0e", value) : rounded.toPlainString();
    }

    private double x(double value) {
        return LEFT + SIDE_X * place(value, predicted);
    }

    private double y(double value) {
        return TOP + SIDE_Y * (1 - place(value, measured));
    }

    private static double place(double value, double[] ends) {
        return Math.log(value / ends[0]) / Math.log(ends[1] / ends[0]);
    }
}
