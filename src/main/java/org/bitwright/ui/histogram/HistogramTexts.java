package org.bitwright.ui.histogram;

import java.util.Locale;
import java.util.Optional;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Rounding;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.GridFigure;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What the histogram says in words. */
final class HistogramTexts {
    private HistogramTexts() {}

    /** The line under the title: format, error, step. */
    static String readout(ShownValues values) {
        if (values.state().isEmpty()) {
            return Texts.get("histogram.readout.computing");
        }
        NumberFormat format = values.format().orElseThrow();
        StringBuilder text = new StringBuilder(FormatTexts.name(format));
        if (values.hasSeveralGrids()) {
            text.append(" · ").append(GranularityTexts.name(values.granularity()));
        }
        values.error().ifPresent(error -> text.append(" · ").append(error(error)));
        GridFigure.of(format, values.grids())
                .forEach(figure ->
                        text.append(" · ").append(figure.name()).append(' ').append(figure.text()));
        return text.toString();
    }

    static String error(QuantError error) {
        return Texts.get(
                "histogram.readout.error",
                (error.exact() ? "" : "≈") + Numbers.decibels(error.sqnrDb()),
                Numbers.percent(error.clippedShare()));
    }

    /** The picture in a sentence, for those who cannot see it. */
    static String summary(ValueKind kind, ShownValues values) {
        return kind.text(
                        "summary",
                        Numbers.count(values.histogram().total()),
                        Numbers.shortText(values.histogram().min()),
                        Numbers.shortText(values.histogram().max()))
                + " " + readout(values);
    }

    /** Bin, count and level under the pointer. */
    static String tip(ValueKind kind, ShownValues values, DisplayBins bins, double value) {
        int bar = bins.at(value);
        String text = bar < 0
                ? kind.text("none", Numbers.shortText(value))
                : kind.text(
                        "bin",
                        Numbers.shortText(bins.lowerEdge(bar)),
                        Numbers.shortText(bins.upperEdge(bar)),
                        Numbers.count(bins.counts()[bar]));
        return text
                + values.grid()
                        .map(grid -> "\n" + level(kind, values, grid, value))
                        .orElse("");
    }

    /** Where the value under the pointer goes, and how many go there, where bins can tell. */
    private static String level(ValueKind kind, ShownValues values, Grid grid, double value) {
        Rounding rounding = values.rounding() instanceof Rounding.Directed directed ? directed : Rounding.HALF_EVEN;
        float level = grid.quantize((float) value, rounding, 0);
        String code = code(grid, grid.encode((float) value, rounding, 0));
        String shown = Numbers.shortText(level);
        GridLevels levels = new GridLevels(grid);
        int index = Math.min(levels.size() - 1, levels.from(level));
        String text = values.rounding().isHalfEven() && index >= 0
                ? kind.text(
                        "code", shown, code, Numbers.count(values.histogram().levelCounts(grid)[index]))
                : Texts.get("histogram.tip.to", shown, code);
        boolean outside = value < grid.reachableMin() || value > grid.reachableMax();
        return outside ? text + "\n" + Texts.get("histogram.tip.clipped") : text;
    }

    /** As it is stored: bits of floating-point formats, else a number. */
    private static String code(Grid grid, int code) {
        boolean bits = grid instanceof FloatGrid || grid instanceof NvFp4Grid;
        return bits ? "0x" + Integer.toHexString(code).toUpperCase(Locale.ROOT) : Numbers.count(code);
    }

    /** What keeps the handles away, or what can be done. */
    static Optional<String> hint(ShownValues values, boolean editable) {
        if (values.format().isEmpty()) {
            return Optional.empty();
        }
        NumberFormat format = values.format().orElseThrow();
        boolean ranged = format instanceof NumberFormat.Ranged;
        if (values.hasSeveralGrids() && !values.granularity().isGroup()) {
            return Optional.of(Texts.get(ranged ? "histogram.hint.channel" : "histogram.hint.channels"));
        }
        if (values.granularity().isGroup()) {
            return Optional.of(Texts.get(
                    "histogram.hint.group", Numbers.count(values.granularity().size())));
        }
        if (!editable) {
            return Optional.empty();
        }
        return Optional.of(Texts.get(ranged ? "histogram.hint.move" : "histogram.hint." + hintOf(format)));
    }

    /** Of formats that have one grid, but no range to take hold of. */
    private static String hintOf(NumberFormat format) {
        if (format instanceof NumberFormat.HalfFloat) {
            return "half";
        }
        if (format instanceof NumberFormat.Binary) {
            return "binary";
        }
        if (format instanceof NumberFormat.Ternary) {
            return "ternary";
        }
        if (format instanceof NumberFormat.Nf4) {
            return "nf4";
        }
        return format.isQuantized() ? "codebook" : "float";
    }
}
