package org.bitwright.ui.gradients;

import org.bitwright.export.GradientWidth;
import org.bitwright.ui.common.ChartTable;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** The numbers of a comparison as a table. */
final class WidthsTable extends ChartTable<GradientWidth> {
    WidthsTable(WidthsViewModel model) {
        super("widths-table", model.widths(), "twins.empty", model.cursor()::choose);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        number("sweep.bits", GradientWidth::bits, WidthsTable::bits, 0.55);
        text(
                "gradients.rounding",
                width -> width.rounding().map(TwinTexts::series).orElse("–"),
                1);
        number(
                "twins.top1",
                width -> width.accuracy().top1(),
                width -> Numbers.percent(width.accuracy().top1()),
                0.85);
        number("sweep.interval", width -> width.accuracy().low(), width -> TwinTexts.interval(width.accuracy()), 1.2);
        number("twins.epoch", GradientWidth::epoch, width -> Numbers.count(width.epoch()), 0.75);
        number("sweep.time", GradientWidth::seconds, width -> Numbers.seconds(width.seconds()), 0.75);
    }

    private static String bits(GradientWidth width) {
        return width.rounding().isEmpty() ? Texts.get("gradients.float") : String.valueOf(width.bits());
    }
}
