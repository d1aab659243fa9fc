package org.bitwright.training.quantizer;

import java.util.Arrays;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.training.graph.ActivationRounding;

/**
 * Activations that share one grid, or have none that outlives a run. Shards of a batch run at once, each on arrays of its
 * own, with the grid as it stands; what they saw changes it behind the step, in their order.
 */
abstract class ActivationGroup implements ActivationRounding {
    /** More shards than a batch is ever cut into. */
    private static final int MOST_SHARDS = 256;

    private final ShardSums[] shards = new ShardSums[MOST_SHARDS];

    /** What the values are rounded by as things stand. */
    abstract Quantizer quantizer();

    /**
     * Takes up what the shards of a step saw.
     *
     * @param samples of the batch
     */
    void endStep(int samples) {}

    /** Number of parameters that are learned. */
    int learnedCount() {
        return 0;
    }

    /** Reads its share of the learned parameters. */
    void use(float[] learned, int at) {}

    /** Writes its gradient for them. */
    void putGradient(float[] gradient, int at) {}

    /** What of it does not follow from the start, besides what is learned. */
    float[] state() {
        return WeightGrids.NOTHING;
    }

    void restore(float[] state) {}

    /** Whether ranges follow what flows through. */
    void train(boolean trains) {}

    ShardSums sums(int shard) {
        ShardSums found = shards[shard];
        if (found == null) {
            found = new ShardSums();
            shards[shard] = found;
        }
        return found;
    }

    /** Those that ran, in their order. */
    Iterable<ShardSums> ran() {
        return Arrays.stream(shards).filter(java.util.Objects::nonNull)::iterator;
    }
}
