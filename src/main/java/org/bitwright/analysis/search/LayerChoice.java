package org.bitwright.analysis.search;

import org.bitwright.quant.TensorConfig;

/**
 * Something that a layer may have.
 *
 * @param cost in the unit of the budget
 * @param damage what the error model says it costs alone, ≥ 0
 */
record LayerChoice(TensorConfig config, long cost, double damage) {
    int bits() {
        return config.format().bits();
    }
}
