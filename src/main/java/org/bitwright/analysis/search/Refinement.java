package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;

/**
 * Measures real configurations, learns from each what layers lose in company, and tries what that makes the optimum;
 * where that was tried, neighbours of the best one: the more they promise, the likelier, by a seeded draw.
 */
final class Refinement {
    /** A neighbour that would lose so many times as much is not tried. */
    private static final double HOPELESS = 2;

    private final SearchSteps steps;
    private final SearchLog log;
    private final ChoiceSet choices;
    private final Random random;

    Refinement(SearchSteps steps, SearchLog log, ChoiceSet choices, long seed) {
        this.steps = steps;
        this.log = log;
        this.choices = choices;
        this.random = new Random(seed);
    }

    /** Looks for what loses less within the budget. */
    void findLessLoss() throws IOException, InferenceException {
        learnInCompany();
        boolean found = true;
        while (found && steps.hasRoom() && log.best().isPresent()) {
            found = tried(log.best().get().config(), choices.limit());
        }
    }

    /** Raises one layer of the best after the other, those that lose most first, to see what each is worth there. */
    private void learnInCompany() throws IOException, InferenceException {
        if (log.best().isEmpty()) {
            return;
        }
        int[] best = choices.places(log.best().get().config());
        List<FreeLayer> layers = choices.layers();
        List<Integer> raised = IntStream.range(0, best.length)
                .filter(layer -> best[layer] + 1 < layers.get(layer).front().size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        layer -> -layers.get(layer).front().get(best[layer]).damage()))
                .limit(steps.room() / 3)
                .toList();
        for (int layer : raised) {
            int[] next = best.clone();
            next[layer]++;
            steps.measure(choices.config(next), SearchStage.REFINED);
        }
    }

    /**
     * Looks for what is smaller and still keeps the accuracy: by a share of the size at a time, which is halved
     * where nothing is found.
     *
     * @param share to start with, 0…1
     * @param least to end with
     * @param tries at each share, in vain
     */
    void findSmaller(double share, double least, int tries) throws IOException, InferenceException {
        double step = share;
        int failed = 0;
        while (step >= least && steps.hasRoom() && log.best().isPresent()) {
            SearchLog.Trial best = log.best().get();
            long room = Math.round(best.cost().bytes() * (1 - step)) - choices.fixed();
            boolean found = tried(best.config(), room);
            boolean better = log.best().get() != best;
            failed = better ? 0 : failed + 1;
            if (!found || failed >= tries) {
                step /= 2;
                failed = 0;
            }
        }
    }

    /**
     * Tries one more configuration that keeps a limit: the optimum of what was learned so far, else a neighbour of a good
     * one. Gives false where all that promises anything were tried.
     */
    private boolean tried(QuantConfig near, long limit) throws IOException, InferenceException {
        ChoiceSet learned = log.learned(choices);
        Optional<QuantConfig> optimum = ChoiceKnapsack.solve(learned.layers(), limit)
                .map(solution -> learned.config(solution.picks()))
                .filter(config -> log.trial(config).isEmpty());
        if (optimum.isPresent()) {
            steps.measure(optimum.get(), SearchStage.REFINED);
            return true;
        }
        int[] places = learned.places(near);
        double hopeless = HOPELESS * learned.damage(near).orElse(Double.POSITIVE_INFINITY);
        List<QuantConfig> untried = Neighbours.of(learned.layers(), places, limit).stream()
                .filter(picks -> learned.damage(picks) <= hopeless)
                .map(learned::config)
                .filter(config -> log.trial(config).isEmpty())
                .toList();
        if (untried.isEmpty()) {
            return false;
        }
        steps.measure(untried.get(drawn(untried.size())), SearchStage.REFINED);
        return true;
    }

    /** The first half of the time, the second a quarter, and so on. */
    private int drawn(int size) {
        int at = 0;
        while (at < size - 1 && random.nextBoolean()) {
            at++;
        }
        return at;
    }
}
