package org.bitwright.ui.histogram;

import java.util.Optional;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.UniformGrid;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What the histogram says in words. */
final class HistogramTexts {
    private HistogramTexts() {}

    /** The line under the title: format, step, error. */
    static String readout(ShownValues values) {
        if (values.state().isEmpty()) {
            return Texts.get("histogram.readout.computing");
        }
        StringBuilder text = new StringBuilder(format(values));
        values.grid().ifPresent(grid -> text.append(" · ").append(grid(grid)));
        values.error().ifPresent(error -> text.append(" · ").append(error(error)));
        return text.toString();
    }

    private static String format(ShownValues values) {
        NumberFormat format = values.format().orElseThrow();
        if (format instanceof NumberFormat.Uniform uniform) {
            return "INT" + uniform.bits() + " "
                    + Texts.get("scheme." + uniform.scheme().name());
        }
        return Texts.get(format.isQuantized() ? "format.BINARY" : "format.FLOAT");
    }

    private static String grid(Grid grid) {
        if (grid instanceof BinaryGrid binary) {
            return "α " + Numbers.shortText(binary.alpha());
        }
        String step = Texts.get("histogram.readout.step", Numbers.shortText(grid.step()));
        return grid instanceof UniformGrid uniform && uniform.zeroPoint() != 0
                ? step + " · " + Texts.get("histogram.readout.zeroPoint", Numbers.count(uniform.zeroPoint()))
                : step;
    }

    static String error(QuantError error) {
        return Texts.get(
                "histogram.readout.error",
                (error.exact() ? "" : "≈ ") + Numbers.decibels(error.sqnrDb()),
                Numbers.percent(error.clippedShare()));
    }

    /** The picture in a sentence, for those who cannot see it. */
    static String summary(ShownValues values) {
        return Texts.get(
                        "histogram.summary",
                        Numbers.count(values.histogram().total()),
                        Numbers.shortText(values.histogram().min()),
                        Numbers.shortText(values.histogram().max()))
                + " " + readout(values);
    }

    /** Bin, count and level under the pointer. */
    static String tip(ShownValues values, DisplayBins bins, double value) {
        int bar = bins.at(value);
        String text = bar < 0
                ? Texts.get("histogram.tip.none", Numbers.shortText(value))
                : Texts.get(
                        "histogram.tip.bin",
                        Numbers.shortText(bins.lowerEdge(bar)),
                        Numbers.shortText(bins.upperEdge(bar)),
                        Numbers.count(bins.counts()[bar]));
        return text
                + values.grid().map(grid -> "\n" + level(values, grid, value)).orElse("");
    }

    private static String level(ShownValues values, Grid grid, double value) {
        float level = grid.quantize((float) value);
        int index = (int) Math.max(0, Math.min(grid.levels() - 1.0, Math.rint((level - grid.level(0)) / grid.step())));
        String count = Numbers.count(values.histogram().levelCounts(grid)[index]);
        Optional<Integer> code =
                grid instanceof UniformGrid uniform ? Optional.of(uniform.encode((float) value)) : Optional.empty();
        String text = code.isPresent()
                ? Texts.get("histogram.tip.code", Numbers.shortText(level), Numbers.count(code.get()), count)
                : Texts.get("histogram.tip.level", Numbers.shortText(level), count);
        boolean outside = value < grid.reachableMin() || value > grid.reachableMax();
        return outside ? text + "\n" + Texts.get("histogram.tip.clipped") : text;
    }

    /** What keeps the handles away, or what can be done. */
    static Optional<String> hint(ShownValues values, boolean editable) {
        if (values.hasSeveralGrids()) {
            return Optional.of(Texts.get("histogram.hint.channel"));
        }
        if (!editable || values.format().isEmpty()) {
            return Optional.empty();
        }
        NumberFormat format = values.format().orElseThrow();
        if (!format.isQuantized()) {
            return Optional.of(Texts.get("histogram.hint.float"));
        }
        return Optional.of(
                Texts.get(format instanceof NumberFormat.Binary ? "histogram.hint.binary" : "histogram.hint.move"));
    }
}
