package org.bitwright.ui.sweep;

import org.bitwright.analysis.SweepPoint;
import org.bitwright.ui.common.ChartTable;
import org.bitwright.ui.common.Numbers;

/** The numbers of the chart as a table. */
final class AccuracyTable extends ChartTable<SweepPoint> {
    AccuracyTable(AccuracyChartViewModel model) {
        super("accuracy-table", model.points(), "sweep.empty", model.cursor()::choose);
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        text("sweep.series", point -> SweepTexts.name(point.series(), model.series()), 2);
        number("sweep.bits", SweepPoint::bits, point -> String.valueOf(point.bits()), 0.6);
        number(
                "sweep.accuracy",
                point -> point.accuracy().top1(),
                point -> Numbers.percent(point.accuracy().top1()),
                1.5);
        number("sweep.interval", point -> point.accuracy().low(), point -> SweepTexts.interval(point.accuracy()), 1.4);
        number(
                "sweep.samples",
                point -> point.accuracy().samples(),
                point -> Numbers.count(point.accuracy().samples()),
                0.8);
        number("sweep.size", SweepPoint::bytes, point -> Numbers.bytes(point.bytes()), 0.9);
        number("sweep.time", SweepPoint::seconds, point -> Numbers.seconds(point.seconds()), 0.8);
    }
}
