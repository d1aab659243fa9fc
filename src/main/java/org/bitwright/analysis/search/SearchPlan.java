package org.bitwright.analysis.search;

import java.util.List;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.QuantConfig;

/**
 * What a search may choose from. The same plan on the same network and data gives the same result.
 *
 * @param series of weights: the formats, granularities and calibrators that a layer may have
 * @param bits widths 1…16 that it may have
 * @param free names of the layers that are chosen for; the others stay as in {@code present}
 * @param present the configuration of the other layers, of all activations and of the target
 * @param candidates configurations that are measured at most, besides those for comparison
 * @param seed of the refinement
 * @param checks number of random configurations on which the error model is checked; 0 for none
 */
public record SearchPlan(
        Budget budget,
        List<SweepSeries> series,
        List<Integer> bits,
        List<String> free,
        QuantConfig present,
        int candidates,
        long seed,
        int checks) {
    public SearchPlan {
        series = List.copyOf(series);
        bits = List.copyOf(bits);
        free = List.copyOf(free);
    }
}
