package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.export.SensitivityMeasure;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.quant.Scheme;

/** What is known of sensitivity, in words. */
public final class SensitivityTexts {
    private SensitivityTexts() {}

    /** A series without its scheme where all have the same. */
    public static String series(SweepSeries series, Collection<SensitivityColumn> all) {
        List<Scheme> schemes = all.stream()
                .map(SensitivityColumn::series)
                .filter(SweepSeries::hasScheme)
                .map(SweepSeries::scheme)
                .distinct()
                .toList();
        return SeriesTexts.name(series, schemes.size() > 1);
    }

    /** The choice that a column stands for. */
    public static String choice(Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return column.map(one -> Texts.get("sensitivity.choice", String.valueOf(one.bits()), series(one.series(), all)))
                .orElseGet(() -> Texts.get("sensitivity.spared"));
    }

    public static String edit(String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return Texts.get(
                "sensitivity.edit", layer, column.isPresent() ? choice(column, all) : Texts.get("sweep.float"));
    }

    /** A place that nothing was measured at yet. */
    public static String unmeasured(
            String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return heading(layer, column, all) + "\n" + Texts.get("sensitivity.unmeasured");
    }

    public static String measure(SensitivityMeasure measure) {
        return Texts.get("sensitivityMeasure." + measure.name());
    }

    public static String unit(SensitivityMeasure measure) {
        return Texts.get("sensitivityMeasure.unit." + measure.name());
    }

    public static String tip(SensitivityCell cell, Collection<SensitivityColumn> all, Sensitivities known) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(cell.layer(), cell.column(), all));
        known.numbers(cell).ifPresent(numbers -> lines.addAll(compared(numbers)));
        lines.add(Texts.get(
                "sensitivity.tip.outputs",
                Numbers.shortText(1e3 * cell.fidelity().kl()),
                Numbers.decibels(cell.fidelity().sqnrDb())));
        lines.add(samples(cell, known));
        return String.join("\n", lines);
    }

    private static List<String> compared(SensitivityNumbers numbers) {
        List<String> lines = new ArrayList<>();
        numbers.accuracy()
                .ifPresent(accuracy -> lines.add(Texts.get(
                        numbers.spared() ? "sensitivity.tip.won" : "sensitivity.tip.lost",
                        Numbers.percent(accuracy.top1()),
                        interval(accuracy),
                        SensitivityMeasure.DROP.text(numbers))));
        numbers.paired().ifPresent(test -> lines.add(verdict(numbers, test)));
        return lines;
    }

    private static String verdict(SensitivityNumbers numbers, PairedTest test) {
        return numbers.spared()
                ? PairedTexts.between(test, Texts.get("sensitivity.whole"), Texts.get("sensitivity.thisSpared"))
                : PairedTexts.againstFloat(test);
    }

    private static String heading(String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return layer + " · " + choice(column, all);
    }

    /** A loss in percentage points. */
    public static String points(double lost) {
        return Double.isNaN(lost) ? "–" : Numbers.points(lost / 100).replace('-', '−');
    }

    public static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }

    /** How many samples, of which part of the data, and whether more will follow. */
    public static String samples(SensitivityCell cell, Sensitivities known) {
        DataPart part = known.plan().map(plan -> plan.part()).orElse(DataPart.ALL);
        String text = Texts.get(
                "sensitivity.tip.samples",
                Numbers.count(cell.fidelity().samples()),
                Texts.get("dataPart." + part.id()));
        return cell.settled() ? text : text + " · " + Texts.get("sensitivity.unsettled");
    }
}
