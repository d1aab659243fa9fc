package org.bitwright.ui.search;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.Outcomes;
import org.bitwright.analysis.PairedTest;
import org.bitwright.project.Measurement;

/**
 * What the best configuration does on the samples that no choice was made by.
 *
 * @param againstFloat the float network first
 */
public record ReportHalf(Accuracy floating, Accuracy best, PairedTest againstFloat) {

    /** Empty where it was not measured sample by sample on all data. */
    public static Optional<ReportHalf> of(Optional<Measurement> floating, Optional<Measurement> best) {
        Optional<Outcomes> first = floating.flatMap(ReportHalf::outcomes);
        Optional<Outcomes> second = best.flatMap(ReportHalf::outcomes);
        return first.isEmpty() || second.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportHalf(
                        first.get().accuracy(), second.get().accuracy(), PairedTest.of(first.get(), second.get())));
    }

    private static Optional<Outcomes> outcomes(Measurement measurement) {
        int[] half = DataSplit.of(measurement.samples()).indexes(DataPart.REPORT);
        return half.length == 0 ? Optional.empty() : measurement.outcomes().map(all -> all.at(half));
    }
}
