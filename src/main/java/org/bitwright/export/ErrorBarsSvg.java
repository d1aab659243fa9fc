package org.bitwright.export;

import java.util.List;
import java.util.Locale;

/** The error of every layer as bars of an SVG picture: the signal-to-noise ratio, the longer the better. */
final class ErrorBarsSvg {
    private static final int WIDTH = 860;
    private static final int NAMES = 250;
    private static final int RIGHT = 790;
    private static final int ROW = 22;
    private static final int TOP = 14;
    private static final int MOST_NAME = 34;

    /**
     * A layer.
     *
     * @param sqnrDb finite
     * @param label what stands behind the bar
     */
    record Bar(String name, double sqnrDb, String label) {}

    private ErrorBarsSvg() {}

    /** @param bars at least one */
    static String write(List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::sqnrDb).max().orElse(1);
        AxisTicks ticks = AxisTicks.within(0, Math.max(10, most), 6);
        double end = Math.max(10, most);
        int bottom = TOP + ROW * bars.size();
        Markup svg = new Markup();
        svg.raw(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " role=\"img\"><title>Signal-to-noise ratio of every layer</title>%n",
                WIDTH,
                bottom + 40,
                WIDTH,
                bottom + 40));
        for (double tick : ticks.values()) {
            double x = x(tick, end);
            svg.raw(String.format(Locale.ROOT, "<path class=\"bar-rule\" d=\"M%.1f %dV%d\"/>%n", x, TOP - 6, bottom));
            text(svg, x, bottom + 16, "bar-faint", "middle", ticks.label(tick));
        }
        text(svg, (NAMES + RIGHT) / 2.0, bottom + 34, "bar-ink", "middle", "SQNR (dB)");
        for (int i = 0; i < bars.size(); i++) {
            row(svg, bars.get(i), TOP + ROW * i, end);
        }
        return svg.raw("</svg>").line().toString();
    }

    private static void row(Markup svg, Bar bar, int y, double end) {
        double length = x(Math.max(0, bar.sqnrDb()), end) - NAMES;
        String name = bar.name().length() <= MOST_NAME
                ? bar.name()
                : "…" + bar.name().substring(bar.name().length() - MOST_NAME + 1);
        text(svg, NAMES - 10, y + 15, "bar-ink", "end", name);
        svg.raw(String.format(
                Locale.ROOT,
                "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"><title>",
                NAMES,
                y + 4,
                Math.max(1, length),
                ROW - 8));
        svg.text(bar.name() + ": " + bar.label()).raw("</title></rect>\n");
        text(svg, NAMES + length + 8, y + 15, "bar-faint", "start", bar.label());
    }

    private static double x(double decibels, double end) {
        return NAMES + (RIGHT - NAMES) * decibels / end;
    }

    private static void text(Markup svg, double x, double y, String css, String anchor, String words) {
        svg.raw(String.format(
                        Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", css, x, y, anchor))
                .text(words)
                .raw("</text>\n");
    }
}
