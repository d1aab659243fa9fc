package org.bitwright.analysis.search;

import org.bitwright.analysis.Fidelity;
import org.bitwright.quant.QuantConfig;

/**
 * A configuration that a search measured.
 *
 * @param bytes of all layers' weights
 * @param averageBits mean bits of a weight, payload alone
 * @param bitOperations of one sample
 * @param predicted what the error model says it costs, in the model's unit: mean KL in nats, or noise to signal
 * @param fidelity on the search half
 * @param withinBudget whether it keeps the budget; of an accuracy, as measured
 */
public record SearchPoint(
        QuantConfig config,
        SearchStage stage,
        long bytes,
        double averageBits,
        double bitOperations,
        double predicted,
        Fidelity fidelity,
        boolean withinBudget) {}
