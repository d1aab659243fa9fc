package org.bitwright.ui.variants;

import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;
import org.bitwright.project.Measurement;
import org.bitwright.project.Variant;

/**
 * A variant as the table shows it.
 *
 * @param averageBits of a weight
 * @param bytes of all layers' weights
 * @param measurement on all evaluation samples, once there is one
 * @param againstFloat the float network and second the variant, where both were measured with labels
 * @param isPresent whether it is the configuration in hand
 */
public record VariantRow(
        Variant variant,
        double averageBits,
        long bytes,
        Optional<Measurement> measurement,
        Optional<PairedTest> againstFloat,
        boolean isPresent) {

    public String name() {
        return variant.name();
    }

    Optional<Accuracy> accuracy() {
        return measurement.flatMap(Measurement::accuracy);
    }
}
