package org.bitwright.runtime;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OptimizedGraph;

/**
 * How fast a written network is beside the float one it was made from, both in sessions with ONNX Runtime's default
 * options.
 *
 * @param runtime name and version of what ran both
 * @param threads within an operator
 * @param batches one a batch size, the smallest first
 * @param graph what ONNX Runtime made of the written network
 * @param vnni whether the processor multiplies 8-bit integers in one instruction (AVX-VNNI or AVX-512 VNNI); empty where
 *     that is not known
 * @param slowing what costs the written network time as far as its graph shows it, a sentence each
 */
public record LatencyComparison(
        String runtime,
        int threads,
        List<BatchLatency> batches,
        OptimizedGraph graph,
        Optional<Boolean> vnni,
        List<Phrase> slowing) {
    public LatencyComparison {
        batches = List.copyOf(batches);
        slowing = List.copyOf(slowing);
    }
}
