package org.bitwright.project;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.PairedTest;
import org.bitwright.quant.TensorConfig;

/**
 * Two configurations side by side.
 *
 * @param layers one a layer, in the network's order
 * @param firstBytes of all layers' weights
 * @param firstMeasured on all evaluation samples, where there are the data that it takes
 * @param test of the two on the same samples, where these are labelled
 */
public record VariantComparison(
        Variant first,
        Variant second,
        List<LayerRow> layers,
        long firstBytes,
        long secondBytes,
        Optional<Measurement> firstMeasured,
        Optional<Measurement> secondMeasured,
        Optional<PairedTest> test) {
    public VariantComparison {
        layers = List.copyOf(layers);
    }

    /**
     * One layer under both.
     *
     * @param firstSqnrDb of the weights against the float ones that are quantized; infinite where they stay float
     */
    public record LayerRow(
            String layer,
            TensorConfig first,
            TensorConfig second,
            double firstSqnrDb,
            double secondSqnrDb,
            long firstBytes,
            long secondBytes) {

        /** Whether the two configurations differ here. */
        public boolean differs() {
            return !first.equals(second);
        }
    }
}
