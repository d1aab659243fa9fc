package org.bitwright.ui.training;

import java.util.function.ToDoubleFunction;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.Validation;
import org.bitwright.ui.common.ChartTable;
import org.bitwright.ui.common.Numbers;

/** The numbers of the curves as a table, a row an epoch. */
final class CurveTable extends ChartTable<CurvePoint> {
    CurveTable(CurvesViewModel model) {
        super("curves-table", model.points(), "curves.empty", model.cursor()::lookAt);
        text("curves.run", CurvePoint::run, 1.2);
        number(
                "curves.epoch",
                point -> point.epoch().epoch(),
                point -> Numbers.count(point.epoch().epoch()),
                0.65);
        share("curves.column.loss", EpochRecord::loss, 0.8, false);
        share("curves.column.accuracy", EpochRecord::accuracy, 0.85, true);
        share("curves.column.heldLoss", epoch -> held(epoch, Validation.Score::loss), 1.15, false);
        share("curves.column.heldAccuracy", epoch -> held(epoch, Validation.Score::accuracy), 1.2, true);
        share("curves.column.rate", EpochRecord::rate, 0.8, false);
        number(
                "curves.column.speed",
                point -> point.epoch().samplesPerSecond(),
                point -> TrainingTexts.speed(point.epoch().samplesPerSecond()),
                0.8);
        share("curves.column.sparsity", EpochRecord::sparsity, 0.7, true);
    }

    private void share(String key, ToDoubleFunction<EpochRecord> value, double width, boolean percent) {
        number(
                key,
                point -> value.applyAsDouble(point.epoch()),
                point -> percent
                        ? Numbers.percent(value.applyAsDouble(point.epoch()))
                        : Numbers.shortText(value.applyAsDouble(point.epoch())),
                width);
    }

    private static double held(EpochRecord epoch, ToDoubleFunction<Validation.Score> value) {
        return epoch.validation().map(value::applyAsDouble).orElse(Double.NaN);
    }
}
