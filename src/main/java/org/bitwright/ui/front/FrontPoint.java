package org.bitwright.ui.front;

import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.PairedTest;
import org.bitwright.quant.QuantConfig;

/**
 * A measured configuration as the chart shows it.
 *
 * @param part samples it was measured on: all, or the search half alone
 * @param bytes of all layers' weights
 * @param averageBits mean bits of a weight
 * @param score share of correct answers; of answers that are the float network's where the data are unlabelled
 * @param uniformBits width of all layers, where they have the same
 * @param againstFloat the float network first, where both were measured sample by sample
 */
public record FrontPoint(
        QuantConfig config,
        DataPart part,
        long bytes,
        double averageBits,
        Accuracy score,
        OptionalInt uniformBits,
        Optional<PairedTest> againstFloat) {

    /** Whether it was measured on all samples, and so can stand on the front. */
    public boolean isFull() {
        return part == DataPart.ALL;
    }

    boolean isSame(FrontPoint other) {
        return part == other.part && config.equals(other.config);
    }
}
