package org.bitwright.export;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.sensitivity.SensitivityCell;
import org.bitwright.analysis.sensitivity.SensitivityResult;

/**
 * What a cell of the heat map says, against what it is compared with on the same samples: the float network, or, where
 * the layer alone was left in float, the configuration that it was taken out of.
 *
 * @param cell with at least one sample
 * @param reference on all samples that were run
 * @param complete whether no sample is missing
 */
public record SensitivityNumbers(SensitivityCell cell, Fidelity reference, boolean complete) {

    /** Empty where nothing of the cell, or of what it is compared with, was measured. */
    public static Optional<SensitivityNumbers> of(SensitivityResult result, SensitivityCell cell) {
        Optional<Fidelity> reference = cell.column().isPresent() ? Optional.of(result.floating()) : result.present();
        int samples = cell.fidelity().samples();
        return reference
                .filter(found -> samples > 0 && found.samples() >= samples)
                .map(found -> new SensitivityNumbers(cell, found, samples >= result.samples()));
    }

    public boolean spared() {
        return cell.column().isEmpty();
    }

    public Fidelity fidelity() {
        return cell.fidelity();
    }

    public Optional<Accuracy> accuracy() {
        return fidelity().accuracy();
    }

    /** Loss of top-1 accuracy on the cell's samples, −1…1; NaN without labels. */
    public double drop() {
        return accuracy()
                .map(own -> referenceOutcomes().accuracy().top1() - own.top1())
                .orElse(Double.NaN);
    }

    /** The reference against the cell on the cell's samples; empty without labels. */
    public Optional<PairedTest> paired() {
        return fidelity().outcomes().map(own -> PairedTest.of(referenceOutcomes(), own));
    }

    /** Whether the cell is to be called different from what it is compared with; without labels never. */
    public boolean isDifferent() {
        return paired().filter(PairedTest::isDifferent).isPresent();
    }

    private Outcomes referenceOutcomes() {
        return reference.outcomes().orElseThrow().first(fidelity().samples());
    }
}
