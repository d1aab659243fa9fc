package org.bitwright.project;

import java.util.List;
import org.bitwright.runtime.Latency;
import org.bitwright.runtime.LatencyComparison;

/**
 * How fast two configurations are, written as networks of integers and run in turns.
 *
 * @param runtime name and version of what ran both
 * @param threads within an operator
 * @param batches one a batch size, the smallest first
 */
public record VariantLatency(String runtime, int threads, List<Batch> batches) {
    public VariantLatency {
        batches = List.copyOf(batches);
    }

    /** @param samples a run */
    public record Batch(int samples, Latency first, Latency second) {}

    /** Of a comparison in which the first network took the place of the float one. */
    static VariantLatency of(LatencyComparison measured) {
        return new VariantLatency(
                measured.runtime(),
                measured.threads(),
                measured.batches().stream()
                        .map(batch -> new Batch(batch.batch(), batch.floating(), batch.written()))
                        .toList());
    }
}
