package org.bitwright.training.graph;

/**
 * Rounds one activation in the forward pass and passes its gradient back. Called for several shards of a batch at once,
 * each with its own number; what it sums up over shards is combined in their order.
 */
public interface ActivationRounding {

    /**
     * @param shard number of the shard, 0 … shards − 1
     * @param x the activation of the shard's samples
     * @param rounded gets what operators behind it take; may be {@code x}
     * @param count number of values
     */
    void forward(int shard, float[] x, float[] rounded, int count);

    /**
     * @param x as in the forward pass
     * @param gradient of the loss by the rounded values; becomes that by the values
     */
    void backward(int shard, float[] x, float[] gradient, int count);

    /**
     * Whether only convolutions and matrix products take the rounded activation, as runtimes do that find its grid as
     * they run. Whatever else takes it, such as a sum around a layer, takes it as it was computed.
     */
    default boolean isOfProductsAlone() {
        return false;
    }
}
