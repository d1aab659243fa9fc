package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.training.GradientRounding;

/**
 * Accuracy against the width of gradients as one self-contained SVG picture: a line with its 95 % band a way of rounding,
 * full precision as a dashed line with its interval, runs that did not come to their end hollow. Light or dark as the
 * reader's system asks for.
 */
public final class GradientWidthsSvg {
    private static final int WIDTH = 860;
    private static final int PLOT_LEFT = 64;
    private static final int PLOT_TOP = 52;
    private static final int PLOT_WIDTH = 776;
    private static final int PLOT_HEIGHT = 340;
    private static final int LEGEND_TOP = PLOT_TOP + PLOT_HEIGHT + 66;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMN = 388;
    private static final double RADIUS = 4.2;

    private final Map<GradientRounding, List<GradientWidth>> lines = new LinkedHashMap<>();
    private final Optional<GradientWidth> full;
    private final String title;
    private final GradientWidthWords words;
    private final AccuracyAxes axes;
    private final SvgPicture svg;

    private GradientWidthsSvg(Collection<GradientWidth> widths, String title, GradientWidthWords words) {
        this.title = title;
        this.words = words;
        full = widths.stream().filter(width -> width.rounding().isEmpty()).findFirst();
        lines.putAll(lines(widths));
        List<Accuracy> shown = widths.stream().map(GradientWidth::accuracy).toList();
        axes = AccuracyAxes.fitting(shown, PLOT_LEFT, PLOT_TOP, PLOT_WIDTH, PLOT_HEIGHT);
        svg = new SvgPicture(WIDTH, LEGEND_TOP + LEGEND_ROW * ((lines.size() + 1) / 2), title);
    }

    /** Runs that are rounded by the same rule, from narrow to wide, in the order in which the rules came. */
    public static Map<GradientRounding, List<GradientWidth>> lines(Collection<GradientWidth> widths) {
        Map<GradientRounding, List<GradientWidth>> lines = new LinkedHashMap<>();
        for (GradientWidth width : widths) {
            width.rounding().ifPresent(how -> lines.computeIfAbsent(rule(how), ignored -> new ArrayList<>())
                    .add(width));
        }
        lines.values().forEach(line -> line.sort(Comparator.comparingInt(GradientWidth::bits)));
        return lines;
    }

    /** The same rule at the narrowest width, for all widths. */
    public static GradientRounding rule(GradientRounding rounding) {
        return new GradientRounding(2, rounding.stochastic(), rounding.errorFeedback());
    }

    public static String write(Collection<GradientWidth> widths, String title, GradientWidthWords words) {
        return new GradientWidthsSvg(widths, title, words).draw();
    }

    private String draw() {
        svg.styled("", theme -> theme.rules(lines.size()) + ".full{fill:" + theme.faint() + ";opacity:.14}");
        svg.text(PLOT_LEFT, 30, "heading", "start", title);
        full.ifPresent(this::fullBand);
        svg.percentAxis(axes, words.accuracy());
        for (int bits = AccuracyAxes.MIN_BITS; bits <= AccuracyAxes.MAX_BITS; bits++) {
            svg.text(axes.x(bits), axes.bottom() + 18, "faint", "middle", String.valueOf(bits));
        }
        svg.text((axes.left() + axes.right()) / 2, axes.bottom() + 38, "ink", "middle", words.bits());
        int index = 0;
        for (List<GradientWidth> line : lines.values()) {
            band(line, index++);
        }
        full.ifPresent(width -> svg.floatLine(axes, width.accuracy().top1(), words.full()));
        index = 0;
        for (Map.Entry<GradientRounding, List<GradientWidth>> line : lines.entrySet()) {
            line(line.getValue(), index);
            legend(words.series().apply(line.getKey()), index++);
        }
        return svg.toString();
    }

    private void fullBand(GradientWidth width) {
        double high = axes.y(width.accuracy().high());
        svg.line(
                "<rect class=\"full\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                axes.left(), high, axes.width(), axes.y(width.accuracy().low()) - high);
    }

    private void band(List<GradientWidth> line, int index) {
        StringBuilder path = new StringBuilder();
        line.forEach(width -> path.append(
                at(path.isEmpty() ? 'M' : 'L', width.bits(), width.accuracy().high())));
        for (int i = line.size() - 1; i >= 0; i--) {
            path.append(at('L', line.get(i).bits(), line.get(i).accuracy().low()));
        }
        if (line.size() > 1) {
            svg.line("<path class=\"band s%d\" d=\"%sZ\"/>", index, path);
        } else {
            svg.line("<path class=\"line whisker l%d\" d=\"%s\"/>", index, path);
        }
    }

    private void line(List<GradientWidth> line, int index) {
        StringBuilder path = new StringBuilder();
        line.forEach(width -> path.append(
                at(path.isEmpty() ? 'M' : 'L', width.bits(), width.accuracy().top1())));
        svg.line("<path class=\"line l%d\" d=\"%s\"/>", index, path);
        for (GradientWidth width : line) {
            svg.marker(
                    SeriesStyle.of(index),
                    axes.x(width.bits()),
                    axes.y(width.accuracy().top1()),
                    RADIUS,
                    width.complete() ? "s" + index : "part l" + index,
                    tip(width));
        }
    }

    private String tip(GradientWidth width) {
        Accuracy a = width.accuracy();
        return String.format(
                Locale.ROOT,
                "%s, %d %s: %.2f %% (%.2f–%.2f), n = %d",
                width.run(),
                width.bits(),
                words.bits(),
                a.top1() * 100,
                a.low() * 100,
                a.high() * 100,
                a.samples());
    }

    private void legend(String name, int index) {
        double x = PLOT_LEFT + (index % 2) * (double) LEGEND_COLUMN;
        double y = LEGEND_TOP + (double) LEGEND_ROW * (index / 2) - 4;
        svg.line("<path class=\"line l%d\" d=\"M%.1f %.1fh24\"/>", index, x, y);
        svg.marker(SeriesStyle.of(index), x + 12, y, RADIUS, "s" + index, name);
        svg.text(x + 32, y + 4, "ink", "start", name);
    }

    private String at(char command, double bits, double accuracy) {
        return String.format(Locale.ROOT, "%c%.1f %.1f", command, axes.x(bits), axes.y(accuracy));
    }
}
