package org.bitwright.project;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bitwright.analysis.search.Search;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Pause;
import org.bitwright.task.Progress;

/**
 * Searches on the search half of the evaluation data, and then measures what was found on all of them: no choice is
 * made by what the report half says.
 */
final class Searching {
    /** Configurations that are measured on all samples at the end, the best among them. */
    static final int MOST_REPORTED = 16;

    private static final double SEARCH_SHARE = 0.9;

    private final OnnxDocument document;
    private final DataSelection data;
    private final Explored explored;
    private final Measuring measuring;
    private final SensitivityMeasuring sensitivities;

    Searching(
            OnnxDocument document,
            DataSelection data,
            Explored explored,
            Measuring measuring,
            SensitivityMeasuring sensitivities) {
        this.document = document;
        this.data = data;
        this.explored = explored;
        this.measuring = measuring;
        this.sensitivities = sensitivities;
    }

    SearchResult search(
            SearchPlan plan, Pause pause, Consumer<SearchResult> listener, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        EvaluationSet all = data.required();
        Optional<EvaluationSet> calibration =
                ActivationPlanning.needsStatistics(plan.present()) ? data.calibration() : Optional.empty();
        SearchHalf half = new SearchHalf(document, data, explored, measuring, sensitivities, all);
        Consumer<SearchResult> keeper = result -> data.keep(all, calibration, () -> explored.search(result));
        SearchResult found = Search.run(
                plan, document.model(), half, pause, keeper.andThen(listener), progress.part(0, SEARCH_SHARE), cancel);
        keeper.accept(found);
        listener.accept(found);
        report(found, pause, progress.part(SEARCH_SHARE, 1), cancel);
        return found;
    }

    Map<String, Long> multiplications(CancelToken cancel) throws InferenceException {
        return new SearchHalf(document, data, explored, measuring, sensitivities, data.required())
                .multiplications(cancel);
    }

    private void report(SearchResult found, Pause pause, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        List<QuantConfig> configs = SearchFront.of(found, MOST_REPORTED);
        int done = 0;
        for (QuantConfig config : configs) {
            pause.await(cancel);
            measuring.measureOnce(
                    config, progress.part((double) done / configs.size(), (done + 1.0) / configs.size()), cancel);
            done++;
        }
    }
}
