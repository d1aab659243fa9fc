package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.Optional;
import org.bitwright.runtime.session.InferenceException;

/**
 * Looks for the smallest configuration that keeps the accuracy: halves sizes along the optima of the error model, then
 * goes on down from the smallest that kept it.
 */
final class SizeSearch {
    /** Sizes are halved down to this share of the largest. */
    private static final double NEAR = 0.01;

    private static final double LARGEST_STEP = 0.04;
    private static final double SMALLEST_STEP = 0.002;
    private static final int TRIES = 3;

    private final SearchPlan plan;
    private final SearchSteps steps;
    private final SearchLog log;
    private final ChoiceSet choices;
    private boolean proved = true;

    SizeSearch(SearchPlan plan, SearchSteps steps, SearchLog log, ChoiceSet choices) {
        this.plan = plan;
        this.steps = steps;
        this.log = log;
        this.choices = choices;
    }

    void run() throws IOException, InferenceException {
        long largest = choices.dearest();
        long fails = choices.cheapest() - 1;
        long keeps = largest;
        // Without the largest nothing is known to keep it; the cheapest may.
        if (steps.hasRoom() && !keepsAt(largest)) {
            fails = largest;
        }
        while (keeps - fails > Math.max(1, NEAR * largest) && steps.hasRoom()) {
            long middle = fails + (keeps - fails) / 2;
            if (keepsAt(middle)) {
                keeps = middle;
            } else {
                fails = middle;
            }
        }
        if (steps.hasRoom() && log.best().isPresent()) {
            int[] greedy = GreedyLowering.picks(choices.layers(), keeps - choices.fixed());
            steps.measure(choices.config(greedy), SearchStage.GREEDY);
        }
        new Refinement(steps, log, choices, plan.seed()).findSmaller(LARGEST_STEP, SMALLEST_STEP, TRIES);
    }

    /** Whether the optimum within a size keeps the accuracy, as measured. */
    private boolean keepsAt(long bytes) throws IOException, InferenceException {
        Optional<ChoiceKnapsack.Solution> optimum = ChoiceKnapsack.solve(choices.layers(), bytes - choices.fixed());
        if (optimum.isEmpty()) {
            return false;
        }
        proved &= optimum.get().proved();
        log.proved(proved);
        return steps.measure(choices.config(optimum.get().picks()), SearchStage.OPTIMUM)
                .withinBudget();
    }
}
