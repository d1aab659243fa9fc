package org.bitwright.analysis.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bitwright.analysis.Fidelity;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/**
 * Looks for the widths, and formats, of all layers under a budget. Measures every layer alone, adds up what they lose,
 * takes the optimum of that sum, and then measures real configurations near it. What is found depends on the plan, the
 * network and the data alone, not on time or threads.
 */
public final class Search {
    private Search() {}

    /**
     * Runs a plan. Layers whose ranges were set by hand stay as they are, whatever the plan says.
     *
     * @param listener called on the running thread after every step with what was found so far
     * @throws RefusedException if the plan names a layer that the network lacks, or no width to choose
     * @throws java.util.concurrent.CancellationException if cancelled; what was listened to so far stays valid
     */
    public static SearchResult run(
            SearchPlan plan,
            Model model,
            SearchSource source,
            Pause pause,
            Consumer<SearchResult> listener,
            Progress progress,
            CancelToken cancel)
            throws IOException, InferenceException {
        if (ChoiceSet.columns(plan).isEmpty()) {
            throw new RefusedException(Phrase.of("no width of %s is one of %s", plan.bits(), plan.series()));
        }
        List<SearchAdvice> advice = new ArrayList<>();
        List<Layer> free = free(plan, model, advice);
        pause.await(cancel);
        Fidelity floating = source.floating(new Progress(), cancel);
        NetworkCost costs = new NetworkCost(model, source.multiplications(cancel));
        SearchLog log = new SearchLog(plan, costs, floating, BudgetUnit.limit(plan.budget(), model));
        advice.forEach(log::advise);
        SearchSteps steps = new SearchSteps(source, log, plan.candidates(), pause, listener, progress, cancel);
        return new SearchRun(plan, model, free, costs, log, steps).run();
    }

    private static List<Layer> free(SearchPlan plan, Model model, List<SearchAdvice> advice) {
        plan.free().stream()
                .filter(name -> model.layer(name).isEmpty())
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedException(Phrase.of("no layer is named '%s'", name));
                });
        List<Layer> free = new ArrayList<>();
        for (Layer layer : model.layers()) {
            if (!plan.free().contains(layer.name())) {
                continue;
            }
            if (plan.present().of(layer.name()).isHandMade()) {
                advice.add(new SearchAdvice.KeptByHand(layer.name()));
            } else {
                free.add(layer);
            }
        }
        return free;
    }
}
