package org.bitwright.training.graph;

/** The loss of some samples by what the network says of them. Called for several shards of a batch at once. */
@FunctionalInterface
public interface LossGradient {

    /**
     * @param first number of the first sample in the batch
     * @param samples number of samples of this shard
     * @param outputs first output of the network, sample by sample
     * @param gradient gets the derivative of the batch's loss by each of {@code outputs}
     */
    void apply(int first, int samples, float[] outputs, float[] gradient);
}
