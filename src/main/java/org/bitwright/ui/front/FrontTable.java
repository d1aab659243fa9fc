package org.bitwright.ui.front;

import org.bitwright.ui.common.ChartTable;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Texts;

/** The numbers of the chart as a table. */
final class FrontTable extends ChartTable<FrontPoint> {
    private final FrontChartViewModel model;

    FrontTable(FrontChartViewModel model) {
        super("front-table", model.points(), "front.empty", model.cursor()::choose);
        this.model = model;
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        number("sweep.size", FrontPoint::bytes, point -> Numbers.bytes(point.bytes()), 0.9);
        number("front.bits", FrontPoint::averageBits, point -> FrontTexts.bits(point.averageBits()), 0.95);
        number(
                "front.score",
                point -> point.score().top1(),
                point -> Numbers.percent(point.score().top1()),
                0.9);
        number("sweep.interval", point -> point.score().low(), point -> FrontTexts.interval(point.score()), 1.35);
        number(
                "sweep.samples",
                point -> point.score().samples(),
                point -> Numbers.count(point.score().samples()),
                0.95);
        text("front.part", FrontTexts::part, 1.05);
        text("front.kind", this::kind, 1.25);
        text(
                "front.against",
                point -> point.againstFloat().map(PairedTexts::brief).orElse("–"),
                1.3);
        model.presentProperty().addListener(observable -> refresh());
    }

    /** Whether it is the project's, on the front, of one width. */
    private String kind(FrontPoint point) {
        if (model.isPresent(point)) {
            return Texts.get("sweep.present");
        }
        if (point.isFull() && model.front().contains(point)) {
            return Texts.get("front.onFront");
        }
        return point.uniformBits().isPresent()
                ? Texts.get("widths.bits", String.valueOf(point.uniformBits().getAsInt()))
                : "";
    }
}
