package org.bitwright.ui.gradients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.GradientWidth;
import org.bitwright.training.EpochRecord;
import org.bitwright.training.GradientRounding;
import org.junit.jupiter.api.Test;

class WidthsViewModelTest {
    private static final Optional<GradientRounding> FOUR = Optional.of(new GradientRounding(4, true, false));

    private final WidthsViewModel model = new WidthsViewModel();

    private static GradientTwin twin(Optional<Accuracy> evaluated) {
        List<EpochRecord> epochs = List.of(
                GradientExamples.epoch(FOUR, 1, 90),
                GradientExamples.epoch(FOUR, 2, 95),
                GradientExamples.epoch(FOUR, 3, 93));
        return new GradientTwin("four", FOUR, epochs, 2, true, evaluated);
    }

    @Test
    void theBestAndTheLastEpochAreMeasuredOnTheSamplesHeldOut() {
        GradientTwin twin = twin(Optional.empty());
        GradientWidth best = twin.width(WidthMeasure.BEST).orElseThrow();
        assertThat(best.accuracy()).isEqualTo(new Accuracy(95, 100));
        assertThat(best.epoch()).isEqualTo(2);
        GradientWidth last = twin.width(WidthMeasure.LAST).orElseThrow();
        assertThat(last.accuracy()).isEqualTo(new Accuracy(93, 100));
        assertThat(last.epoch()).isEqualTo(3);
        assertThat(twin.width(WidthMeasure.EVALUATED)).isEmpty();
    }

    @Test
    void evaluationDataCountAsSoonAsAllRunsAreMeasuredOnThem() {
        GradientTwin measured = twin(Optional.of(new Accuracy(9_500, 10_000)));
        GradientTwin running = twin(Optional.empty());
        model.show(List.of(measured, running));
        assertThat(model.measureProperty().get()).isEqualTo(WidthMeasure.BEST);
        model.show(List.of(measured, measured));
        assertThat(model.measureProperty().get()).isEqualTo(WidthMeasure.EVALUATED);
        assertThat(model.widths())
                .extracting(width -> width.accuracy().samples())
                .containsExactly(10_000L, 10_000L);
    }

    @Test
    void aMeasureThatWasChosenStays() {
        model.choose(WidthMeasure.LAST);
        model.show(GradientExamples.twins());
        assertThat(model.measureProperty().get()).isEqualTo(WidthMeasure.LAST);
    }

    @Test
    void rulesAreLinesAndFullPrecisionIsNone() {
        model.show(GradientExamples.twins());
        assertThat(model.full()).map(GradientWidth::bits).contains(32);
        List<List<GradientWidth>> lines = new ArrayList<>(model.lines().values());
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).extracting(GradientWidth::bits).containsExactly(2, 3, 4, 6, 8, 16);
        assertThat(lines.get(1)).extracting(GradientWidth::bits).containsExactly(2, 3, 4, 6);
    }

    @Test
    void aRunIsLookedAtByKeysAndChosen() {
        List<String> chosen = new ArrayList<>();
        model.setOnRunChosen(chosen::add);
        model.show(GradientExamples.twins());
        model.step(1);
        assertThat(model.cursor().point()).contains(model.widths().get(0));
        model.step(-1);
        assertThat(model.cursor().point()).contains(model.widths().get(0));
        model.step(1);
        model.cursor().choose(model.cursor().point().orElseThrow());
        assertThat(chosen).containsExactly("digits (2 bits)");
    }
}
