package org.bitwright.ui.sensitivity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.SensitivityMeasure;
import org.bitwright.ui.common.SeriesTexts;
import org.bitwright.ui.common.Texts;

/** What the heat map says in words. */
final class SensitivityTexts {
    private SensitivityTexts() {}

    /** A series without its scheme where all have the same. */
    static String series(SweepSeries series, Collection<SensitivityColumn> all) {
        List<Scheme> schemes = all.stream()
                .map(SensitivityColumn::series)
                .filter(SweepSeries::hasScheme)
                .map(SweepSeries::scheme)
                .distinct()
                .toList();
        return SeriesTexts.name(series, schemes.size() > 1);
    }

    /** The choice that a column stands for. */
    static String choice(Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return column.map(one -> Texts.get(
                        "sensitivity.choice", String.valueOf(one.bits()), series(one.series(), all)))
                .orElseGet(() -> Texts.get("sensitivity.spared"));
    }

    static String edit(String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return Texts.get(
                "sensitivity.edit",
                layer,
                column.isPresent() ? choice(column, all) : Texts.get("sweep.float"));
    }

    /** A place that nothing was measured at yet. */
    static String unmeasured(String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return heading(layer, column, all) + "\n" + Texts.get("sensitivity.unmeasured");
    }

    static String tip(SensitivityCell cell, Collection<SensitivityColumn> all, Sensitivities known) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(cell.layer(), cell.column(), all));
        cell.fidelity().accuracy().ifPresent(accuracy -> lines.add(accuracy(cell, accuracy, known)));
        known.againstFloat(cell).map(PairedTexts::againstFloat).ifPresent(lines::add);
        if (cell.column().isEmpty()) {
            known.againstPresent(cell)
                    .map(test -> PairedTexts.between(
                            test, Texts.get("sensitivity.whole"), Texts.get("sensitivity.thisSpared")))
                    .ifPresent(lines::add);
        }
        lines.add(Texts.get(
                "sensitivity.tip.outputs",
                SensitivityMeasure.KL.text(cell.fidelity().kl()),
                Numbers.decibels(cell.fidelity().sqnrDb())));
        lines.add(samples(cell, known));
        return String.join("\n", lines);
    }

    private static String heading(
            String layer, Optional<SensitivityColumn> column, Collection<SensitivityColumn> all) {
        return layer + " · " + choice(column, all);
    }

    private static String accuracy(SensitivityCell cell, Accuracy accuracy, Sensitivities known) {
        return Texts.get(
                "sensitivity.tip.accuracy",
                Numbers.percent(accuracy.top1()),
                interval(accuracy),
                lost(cell, known));
    }

    /** In points. */
    static String lost(SensitivityCell cell, Sensitivities known) {
        var lost = known.value(cell, SensitivityMeasure.LOST);
        return lost.isPresent() ? SensitivityMeasure.LOST.text(lost.getAsDouble()) : "–";
    }

    static String interval(Accuracy accuracy) {
        return Numbers.percent(accuracy.low()).replace(" %", "") + "–" + Numbers.percent(accuracy.high());
    }

    /** How many samples, of which part of the data, and whether more will follow. */
    static String samples(SensitivityCell cell, Sensitivities known) {
        DataPart part = known.plan().map(plan -> plan.part()).orElse(DataPart.ALL);
        String text = Texts.get(
                "sensitivity.tip.samples",
                Numbers.count(cell.fidelity().samples()),
                Texts.get("dataPart." + part.name()));
        return cell.settled() ? text : text + " · " + Texts.get("sensitivity.unsettled");
    }
}
