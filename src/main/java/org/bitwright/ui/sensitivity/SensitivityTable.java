package org.bitwright.ui.sensitivity;

import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.export.SensitivityNumbers;
import org.bitwright.ui.common.ChartTable;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.PairedTexts;
import org.bitwright.ui.common.SensitivityTexts;
import org.bitwright.ui.common.Texts;

/** The numbers of the map as a table. */
final class SensitivityTable extends ChartTable<SensitivityCell> {
    private final SensitivityViewModel model;

    SensitivityTable(SensitivityViewModel model) {
        super("sensitivity-table", model.cells(), "sensitivity.empty", model::choose);
        this.model = model;
        text("layers.name", SensitivityCell::layer, 1.4);
        text("sensitivity.choiceHeading", this::choice, 1.75);
        number("sensitivity.lost", this::lost, cell -> SensitivityTexts.points(lost(cell)), 0.6);
        number("variants.accuracy", this::accuracy, cell -> Numbers.percent(accuracy(cell)), 0.8);
        number("sweep.interval", this::accuracy, this::interval, 1.25);
        text("sensitivity.verdict", this::verdict, 1.1);
        number("sensitivity.kl", this::kl, cell -> Numbers.shortText(kl(cell)), 0.8);
        number(
                "sensitivity.sqnr",
                cell -> cell.fidelity().sqnrDb(),
                cell -> Numbers.decibels(cell.fidelity().sqnrDb()),
                0.95);
        number(
                "sweep.samples",
                cell -> cell.fidelity().samples(),
                cell -> Numbers.count(cell.fidelity().samples()),
                0.8);
        text("sensitivity.state", this::state, 1.4);
    }

    private double kl(SensitivityCell cell) {
        return 1e3 * cell.fidelity().kl();
    }

    private String choice(SensitivityCell cell) {
        return SensitivityTexts.choice(cell.column(), model.columns());
    }

    private double lost(SensitivityCell cell) {
        return model.numbers(cell).map(numbers -> 100 * numbers.drop()).orElse(Double.NaN);
    }

    private double accuracy(SensitivityCell cell) {
        return cell.fidelity().accuracy().map(Accuracy::top1).orElse(Double.NaN);
    }

    private String interval(SensitivityCell cell) {
        return cell.fidelity().accuracy().map(SensitivityTexts::interval).orElse("–");
    }

    private String verdict(SensitivityCell cell) {
        return model.numbers(cell)
                .flatMap(SensitivityNumbers::paired)
                .map(PairedTexts::brief)
                .orElse("–");
    }

    private String state(SensitivityCell cell) {
        return Texts.get(cell.settled() ? "sensitivity.settled" : "sensitivity.unsettled");
    }
}
