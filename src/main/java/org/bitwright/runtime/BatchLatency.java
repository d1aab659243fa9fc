package org.bitwright.runtime;

/**
 * Latencies of two networks on batches of one size, measured in turns.
 *
 * @param batch number of samples a run
 */
public record BatchLatency(int batch, Latency floating, Latency written) {

    /** How many times as fast the written network is: above 1 where it is faster. */
    public double speedup() {
        return floating.median() / written.median();
    }

    /** Samples a second of the float network. */
    public double floatThroughput() {
        return batch / floating.median();
    }

    /** Samples a second of the written network. */
    public double throughput() {
        return batch / written.median();
    }
}
