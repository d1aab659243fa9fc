package org.bitwright.analysis.sensitivity;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;

/**
 * A finished or cancelled measurement of sensitivity.
 *
 * @param floating the float network on all samples of the plan that were run
 * @param present the plan's configuration whole, where layers were spared from it
 * @param cells in the order of layers and columns, a layer's spared cell last; only what was measured
 * @param samples that a complete cell is measured on
 * @param seconds of all
 * @param evaluations passes over the whole data that the plain way would have taken for the same cells
 */
public record SensitivityResult(
        SensitivityPlan plan,
        Fidelity floating,
        Optional<Fidelity> present,
        List<SensitivityCell> cells,
        int samples,
        double seconds,
        long evaluations) {
    public SensitivityResult {
        cells = List.copyOf(cells);
    }

    /** The same where time was spent on it before. */
    public SensitivityResult plusSeconds(double before) {
        return new SensitivityResult(plan, floating, present, cells, samples, before + seconds, evaluations);
    }

    public Optional<SensitivityCell> cell(String layer, SensitivityColumn column) {
        return cells.stream()
                .filter(cell -> cell.layer().equals(layer)
                        && cell.column().filter(column::equals).isPresent())
                .findFirst();
    }

    /** The layer alone in float. */
    public Optional<SensitivityCell> spared(String layer) {
        return cells.stream()
                .filter(cell -> cell.layer().equals(layer) && cell.column().isEmpty())
                .findFirst();
    }

    /** Whether what a cell quantizes hurts, or what a spared layer's quantization does, as far as was measured. */
    public CellVerdict verdict(SensitivityCell cell) {
        boolean complete = cell.fidelity().samples() == samples;
        if (cell.column().isPresent()) {
            return CellVerdict.of(floating, cell.fidelity(), complete);
        }
        return present.map(whole -> CellVerdict.ofSpared(whole, cell.fidelity(), complete))
                .orElse(CellVerdict.UNSURE);
    }
}
