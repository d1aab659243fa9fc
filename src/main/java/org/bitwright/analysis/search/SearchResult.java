package org.bitwright.analysis.search;

import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;

/**
 * What a search found so far. {@code best} is always a configuration that can be used.
 *
 * @param floating the float network on the search half
 * @param best the best within the budget; empty where none is
 * @param points all that was measured, in the order in which it was
 * @param check of the error model; empty where none was asked for, or not yet
 * @param optimal whether the best of the error model was proved to be its optimum
 * @param advice what the user should know, such as that the data are too few for the loss asked about
 * @param finished whether it ran to its end
 */
public record SearchResult(
        SearchPlan plan,
        Fidelity floating,
        Optional<SearchPoint> best,
        List<SearchPoint> points,
        Optional<ModelCheck> check,
        boolean optimal,
        List<SearchAdvice> advice,
        boolean finished) {
    public SearchResult {
        points = List.copyOf(points);
        advice = List.copyOf(advice);
    }
}
