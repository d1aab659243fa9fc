package org.bitwright.export;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityResult;

/**
 * The heat map of layers and widths as one self-contained SVG picture, light or dark as the reader's system asks for. A
 * cell that was not measured stays empty.
 */
public final class SensitivitySvg {
    private static final int NAMES = 250;
    private static final int CELL = 52;
    private static final int ROW = 24;
    private static final int HEAD = 104;
    /** A character of a heading is about as wide. */
    private static final double CHARACTER = 6.6;

    private static final int HEADING = 18;

    private static final int GAP = 12;
    private static final int LEAST_WIDTH = 860;
    private static final int MOST_NAME = 36;
    private static final int LEGEND = 52;
    private static final double LEGEND_STEP = 7;

    private final SensitivityResult result;
    private final SensitivityMeasure measure;
    private final SensitivityWords words;
    private final List<SensitivityColumn> columns;
    private final List<String> layers;
    /** The columns that begin a group. */
    private final List<Integer> groups;

    private final double headingStep;
    private final double top;
    private final SvgPicture svg;
    private final String title;

    private SensitivitySvg(SensitivityResult result, SensitivityMeasure measure, String title, SensitivityWords words) {
        this.result = result;
        this.measure = measure;
        this.words = words;
        this.title = title;
        columns = result.plan().columns();
        Set<String> names = new LinkedHashSet<>();
        result.cells().forEach(cell -> names.add(cell.layer()));
        layers = new ArrayList<>(names);
        groups = IntStream.range(0, columns.size())
                .filter(this::beginsGroup)
                .boxed()
                .toList();
        headingStep = areHeadingsWide() ? HEADING : 0;
        top = HEAD + headingStep * Math.max(0, groups.size() - 1);
        int right = (int) Math.ceil(x(columns.size())) + (hasSpared() ? CELL + GAP : GAP);
        svg = new SvgPicture(Math.max(LEAST_WIDTH, right), (int) top + ROW * layers.size() + LEGEND, title);
    }

    /** With English words, by the usual measure. */
    public static String write(SensitivityResult result, String title) {
        return write(result, SensitivityMeasure.usual(result.floating()), title, SensitivityWords.ENGLISH);
    }

    /** What was measured so far; the layers in the order of the cells. */
    public static String write(
            SensitivityResult result, SensitivityMeasure measure, String title, SensitivityWords words) {
        return new SensitivitySvg(result, measure, title, words).draw();
    }

    private String draw() {
        svg.styled(".cell-ink{font-size:11px}.sure{font-weight:700}\n", SensitivitySvg::theme);
        svg.text(24, 30, "heading", "start", title);
        svg.text(24, 50, "faint", "start", words.measure().apply(measure));
        head();
        for (int row = 0; row < layers.size(); row++) {
            row(layers.get(row), top + (double) ROW * row);
        }
        legend(top + (double) ROW * layers.size() + 20);
        return svg.toString();
    }

    private static String theme(SvgTheme theme) {
        StringBuilder css = new StringBuilder(theme.rules(0));
        for (int step = 0; step <= HeatPalette.STEPS; step++) {
            double heat = (double) step / HeatPalette.STEPS;
            css.append(".h%d{fill:%s}.k%d{fill:%s}%n"
                    .formatted(
                            step, HeatPalette.colour(heat, theme.dark()), step, HeatPalette.ink(heat, theme.dark())));
        }
        return css.toString();
    }

    private boolean hasSpared() {
        return result.cells().stream().anyMatch(cell -> cell.column().isEmpty());
    }

    private boolean beginsGroup(int column) {
        return column == 0
                || !columns.get(column).series().equals(columns.get(column - 1).series());
    }

    /** Left edge of a column: groups of columns stand apart. */
    private double x(int column) {
        long before =
                groups.stream().filter(first -> first > 0 && first <= column).count();
        return NAMES + (double) CELL * column + GAP * (before + (column == columns.size() && hasSpared() ? 1 : 0));
    }

    /** Whether a heading is wider than its group: then each stands higher than the next. */
    private boolean areHeadingsWide() {
        return IntStream.range(0, groups.size()).anyMatch(group -> {
            int end = group + 1 < groups.size() ? groups.get(group + 1) : columns.size();
            double width = (double) CELL * (end - groups.get(group));
            return heading(groups.get(group)).length() * CHARACTER > width;
        });
    }

    private String heading(int column) {
        return words.series().apply(columns.get(column).series());
    }

    private void head() {
        for (int group = 0; group < groups.size(); group++) {
            double y = top - 28 - headingStep * (groups.size() - 1 - group);
            double x = x(groups.get(group));
            svg.text(x + 2, y, "ink", "start", heading(groups.get(group)));
            if (headingStep > 0) {
                svg.line("<path class=\"rule\" d=\"M%.1f %.1fV%.1f\"/>", x - 2.5, y - 10, top - 6);
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            svg.text(
                    x(i) + CELL / 2.0,
                    top - 8,
                    "faint",
                    "middle",
                    columns.get(i).bits() + " " + words.bits());
        }
        if (hasSpared()) {
            svg.text(x(columns.size()) + CELL / 2.0, top - 8, "faint", "middle", words.spared());
        }
    }

    private void row(String layer, double y) {
        String name = layer.length() <= MOST_NAME ? layer : "…" + layer.substring(layer.length() - MOST_NAME + 1);
        svg.text(NAMES - 12, y + 16, "ink", "end", name);
        for (int i = 0; i < columns.size(); i++) {
            SensitivityColumn column = columns.get(i);
            String place = words.series().apply(column.series()) + ", " + column.bits() + " " + words.bits();
            cell(result.cell(layer, column), x(i), y, layer + ", " + place);
        }
        if (hasSpared()) {
            cell(result.spared(layer), x(columns.size()), y, layer + ", " + words.spared());
        }
    }

    private void cell(Optional<SensitivityCell> cell, double x, double y, String place) {
        Optional<SensitivityNumbers> found = cell.flatMap(measured -> SensitivityNumbers.of(result, measured));
        if (found.isEmpty()) {
            svg.line(
                    "<rect class=\"rule\" fill=\"none\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"3\"/>",
                    x + 1.5, y + 1.5, CELL - 3, ROW - 3);
            return;
        }
        SensitivityNumbers numbers = found.get();
        double heat = measure.heat(numbers);
        int step = Double.isNaN(heat) ? 0 : HeatPalette.step(heat);
        svg.line(
                "<rect class=\"h%d\" x=\"%.1f\" y=\"%.1f\" width=\"%d\" height=\"%d\" rx=\"3\"><title>%s</title></rect>",
                step,
                x + 1,
                y + 1,
                CELL - 2,
                ROW - 2,
                SvgPicture.escaped(place + ": " + SensitivityWords.numbers(numbers)));
        String css = "cell-ink k" + step + (numbers.isDifferent() ? " sure" : "");
        String text = (numbers.complete() ? "" : "≈") + measure.text(numbers);
        svg.text(x + CELL / 2.0, y + 16, css, "middle", text);
    }

    private void legend(double y) {
        svg.text(NAMES - 12, y + 10, "faint", "end", words.calm());
        for (int step = 0; step <= HeatPalette.STEPS; step++) {
            svg.line(
                    "<rect class=\"h%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"12\"/>",
                    step, NAMES + LEGEND_STEP * step, y, LEGEND_STEP + 0.4);
        }
        double end = NAMES + LEGEND_STEP * (HeatPalette.STEPS + 1);
        svg.text(end + 12, y + 10, "faint", "start", words.alarming() + legendNotes());
    }

    private String legendNotes() {
        List<SensitivityNumbers> all = result.cells().stream()
                .flatMap(cell -> SensitivityNumbers.of(result, cell).stream())
                .toList();
        return (all.stream().anyMatch(SensitivityNumbers::isDifferent) ? "  ·  " + words.different() : "")
                + (all.stream().allMatch(SensitivityNumbers::complete) ? "" : "  ·  " + words.partial());
    }
}
