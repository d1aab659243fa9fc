package org.bitwright.ui.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.analysis.search.SearchPlan;
import org.bitwright.analysis.search.SearchPoint;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.analysis.search.SearchStage;
import org.junit.jupiter.api.Test;

class SearchViewModelTest {
    private static final SearchPlan PLAN = SearchExamples.plan(new Budget.Bytes(24_000));
    private static final SearchPoint ALIKE = SearchExamples.point(SearchStage.UNIFORM, 30_000, 900, 3, 3, 3);
    private static final SearchPoint LOWERED = SearchExamples.point(SearchStage.GREEDY, 24_000, 930, 4, 3, 2);
    private static final SearchPoint REFINED = SearchExamples.point(SearchStage.REFINED, 23_500, 945, 4, 2, 3);

    private final SearchViewModel model = new SearchViewModel();
    private final List<String> told = new ArrayList<>();

    @Test
    void aSearchBeginsRunsAndIsDone() {
        assertThat(model.stateProperty().get()).isEqualTo(SearchState.NONE);
        model.start(PLAN);
        assertThat(SearchTexts.status(model)).isEqualTo("Each layer alone, 0 of at most 40");
        model.hear(result(false, ALIKE, LOWERED));
        assertThat(SearchTexts.status(model)).isEqualTo("Lowering layers, 1 of at most 40");
        model.hear(result(true, ALIKE, LOWERED, REFINED));
        model.end();
        assertThat(model.stateProperty().get()).isEqualTo(SearchState.FINISHED);
        assertThat(SearchTexts.status(model)).isEqualTo("Done, 2 measured");
    }

    @Test
    void whatEndsBeforeItsEndCanGoOn() {
        List<SearchPlan> continued = new ArrayList<>();
        model.setOnContinue(continued::add);
        model.start(PLAN);
        model.goOn();
        model.hear(result(false, ALIKE, LOWERED));
        model.end();
        assertThat(model.stateProperty().get()).isEqualTo(SearchState.STOPPED);
        model.goOn();
        assertThat(continued).containsExactly(PLAN);
    }

    @Test
    void whatWasSeenStaysWhileItIsTakenAgain() {
        model.start(PLAN);
        model.hear(result(false, ALIKE, LOWERED));
        model.end();
        model.start(PLAN);
        model.hear(result(false, ALIKE));
        assertThat(model.best()).contains(LOWERED);
        model.hear(result(false, ALIKE, LOWERED, REFINED));
        assertThat(model.best()).contains(REFINED);
    }

    @Test
    void anotherPlanBeginsAnew() {
        model.start(PLAN);
        model.hear(result(false, ALIKE, LOWERED));
        model.start(SearchExamples.plan(new Budget.AverageBits(3)));
        assertThat(model.resultProperty().get()).isEmpty();
        model.hear(result(false, ALIKE, LOWERED));
        assertThat(model.resultProperty().get()).isEmpty();
    }

    @Test
    void pauseAndResumeAreToldOnceEach() {
        model.setOnPause(() -> told.add("pause"));
        model.setOnResume(() -> told.add("resume"));
        model.resume();
        model.start(PLAN);
        model.pause();
        model.pause();
        assertThat(model.stateProperty().get()).isEqualTo(SearchState.PAUSED);
        model.resume();
        assertThat(told).containsExactly("pause", "resume");
    }

    @Test
    void theBestIsUsableUntilItIsTheProjects() {
        assertThat(model.isUsable()).isFalse();
        model.start(PLAN);
        model.hear(result(false, LOWERED));
        assertThat(model.isUsable()).isTrue();
        model.presentProperty().set(Optional.of(LOWERED.config()));
        assertThat(model.isUsable()).isFalse();
    }

    @Test
    void theBestIsComparedWithFloatOnTheSameSamples() {
        // 950 and 930 of 1000 right, and those of the one are among those of the other: 20 lost, none gained.
        assertThat(SearchTexts.onSearchHalf(result(false, LOWERED), LOWERED))
                .first()
                .asString()
                .startsWith("search half: 93.00 % (91.2")
                .endsWith("1,000 samples");
        assertThat(SearchTexts.onSearchHalf(result(false, LOWERED), LOWERED))
                .element(1)
                .isEqualTo("2.00 points below float (95.00 %)");
        assertThat(SearchTexts.onSearchHalf(result(false, LOWERED), LOWERED))
                .element(2)
                .asString()
                .startsWith("Worse than float: 20 samples lost, 0 gained");
    }

    @Test
    void theEndSaysHowSureItIs() {
        assertThat(SearchTexts.notes(result(false, LOWERED))).isEmpty();
        assertThat(SearchTexts.notes(result(true, LOWERED)))
                .anyMatch(note -> note.contains("proved to be its optimum"))
                .anyMatch(note -> note.contains("Spearman 0.93"));
    }

    @Test
    void adviceIsSaidInWords() {
        SearchResult result = SearchExamples.result(
                SearchExamples.plan(new Budget.AccuracyLoss(0.001)),
                List.of(LOWERED),
                List.of(
                        new SearchAdvice.TooFewSamples(0.001, 5000, 23_000),
                        new SearchAdvice.KeptByHand("conv1"),
                        new SearchAdvice.KeptByHand("fc")),
                true);
        assertThat(SearchTexts.advice(result))
                .containsExactly(
                        "5,000 samples are too few to tell a loss of 0.1 points from chance; some 23,000 would do.",
                        "Left as they are, since set by hand: conv1, fc");
    }

    private static SearchResult result(boolean finished, SearchPoint... points) {
        return SearchExamples.result(PLAN, List.of(points), List.of(), finished);
    }
}
