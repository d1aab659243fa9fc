package org.bitwright.ui.graph;

import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityResult;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;

/** What was lost by quantizing one layer alone, as a colour: the worst cell of the measurement is the darkest. */
final class SensitivityTints {
    private final SensitivityResult result;
    private final double worst;

    SensitivityTints(SensitivityResult result) {
        this.result = result;
        worst = result.cells().stream()
                .filter(cell -> cell.column().isPresent())
                .mapToDouble(this::loss)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** Whether losses are shares of right answers; else they are divergences in nats. */
    boolean isAccuracy() {
        return result.floating().accuracy().isPresent();
    }

    /** The greatest loss, at the dark end of the scale. */
    String worst() {
        return text(Math.max(0, worst));
    }

    Tint of(LayerRow row) {
        return cell(row).map(cell -> tint(loss(cell))).orElse(Tint.NONE);
    }

    /** At the present width; of several formats in the present one where it was measured. */
    private Optional<SensitivityCell> cell(LayerRow row) {
        int bits = row.config().format().bits();
        return result.cells().stream()
                .filter(cell -> cell.layer().equals(row.name()))
                .filter(cell ->
                        cell.column().filter(column -> column.bits() == bits).isPresent())
                .min(Comparator.comparing(cell -> !cell.column()
                        .orElseThrow()
                        .series()
                        .at(bits)
                        .format()
                        .equals(row.config().format())));
    }

    private double loss(SensitivityCell cell) {
        Fidelity measured = cell.fidelity();
        return isAccuracy() && measured.accuracy().isPresent()
                ? result.floating().accuracy().orElseThrow().top1()
                        - measured.accuracy().orElseThrow().top1()
                : measured.kl();
    }

    private Tint tint(double loss) {
        if (!Double.isFinite(loss)) {
            return Tint.NONE;
        }
        double share = worst <= 0 ? 1 : 1 - Math.sqrt(Math.max(0, loss) / worst);
        return new Tint(OptionalDouble.of(share), text(loss));
    }

    private String text(double loss) {
        return isAccuracy() ? Numbers.points(loss).replace('-', '−') + " pp" : Numbers.shortText(loss);
    }
}
