package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.InferenceException;

/**
 * Tries real configurations near the best one and moves to what is measured to be better. Promising neighbours are more
 * likely to be tried than others, by a seeded draw; each is tried once.
 */
final class Refinement {
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
        boolean found = true;
        while (found && steps.hasRoom() && log.best().isPresent()) {
            int[] best = choices.places(log.best().get().config());
            found = tried(best, choices.limit());
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
            boolean found = tried(choices.places(best.config()), room);
            boolean better = log.best().get() != best;
            failed = better ? 0 : failed + 1;
            if (!found || failed >= tries) {
                step /= 2;
                failed = 0;
            }
        }
    }

    /** Tries one more neighbour that keeps a limit; gives false where all were tried. */
    private boolean tried(int[] near, long limit) throws IOException, InferenceException {
        List<QuantConfig> untried = Neighbours.of(choices, near, limit).stream()
                .map(choices::config)
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
