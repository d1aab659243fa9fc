package org.bitwright.ui.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.histogram.HandleRules.End;
import org.junit.jupiter.api.Test;

class HistogramViewModelTest {
    private static final LayerWeights WEIGHTS =
            Layers.weights(0, new long[] {3, 4}, -1f, 0f, 0.5f, 1f, -0.5f, 0f, 0.2f, 0.4f, 0f, 0f, 0f, 0f);

    private final HistogramViewModel model = new HistogramViewModel();
    private final List<Range> moved = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();

    @Test
    void draggingAsksForEveryStepAndCommitsOnce() {
        show(Granularity.TENSOR);
        model.beginMove();
        model.moveTo(End.MAX, 0.7, 0.01);
        model.moveTo(End.MAX, 0.6, 0.01);
        model.commitMove();
        assertThat(moved).containsExactly(new Range(-0.7f, 0.7f), new Range(-0.6f, 0.6f));
        assertThat(committed).containsExactly("0 [-0.6, 0.6]");
    }

    @Test
    void handlesStayWhereTheyWereLetGo() {
        show(Granularity.TENSOR);
        model.beginMove();
        model.moveTo(End.MIN, -0.7, 0.01);
        model.commitMove();
        assertThat(model.rangeProperty().get()).contains(new Range(-0.7f, 0.7f));
    }

    @Test
    void lettingGoWithoutMovingCommitsNothing() {
        show(Granularity.TENSOR);
        model.beginMove();
        model.commitMove();
        assertThat(committed).isEmpty();
    }

    @Test
    void givingUpRestoresTheRange() {
        show(Granularity.TENSOR);
        boolean[] abandoned = new boolean[1];
        model.setOnRangeAbandoned(() -> abandoned[0] = true);
        model.beginMove();
        model.moveTo(End.MAX, 0.7, 0.01);
        model.abandonMove();
        assertThat(abandoned[0]).isTrue();
        assertThat(committed).isEmpty();
        assertThat(model.rangeProperty().get()).contains(new Range(-1f, 1f));
    }

    @Test
    void wholeTensorWithAGridAChannelCannotBeMoved() {
        show(Granularity.CHANNEL);
        assertThat(model.isMovable()).isFalse();
        model.step(End.MAX, 1, false);
        assertThat(moved).isEmpty();
    }

    @Test
    void channelIsEditedAlone() {
        show(Granularity.CHANNEL);
        model.selectChannel(1);
        assertThat(model.rangeProperty().get()).contains(new Range(-0.5f, 0.5f));
        model.beginMove();
        model.moveTo(End.MAX, 0.3, 0.01);
        model.commitMove();
        assertThat(committed).containsExactly("1 [-0.3, 0.3]");
    }

    @Test
    void nothingMovesWhileNotEditable() {
        show(Granularity.TENSOR);
        model.editableProperty().set(false);
        model.beginMove();
        model.moveTo(End.MAX, 0.3, 0.01);
        assertThat(moved).isEmpty();
    }

    @Test
    void keysMoveByAHundredthOfTheViewAndFineByATenthOfThat() {
        show(Granularity.TENSOR); // the view spans 2.4, a hundredth of which is 0.024: steps of 0.05
        model.step(End.MAX, -1, false);
        assertThat(moved).containsExactly(new Range(-0.95f, 0.95f));
        model.step(End.MAX, 1, true);
        assertThat(moved.get(1)).isEqualTo(new Range(-0.955f, 0.955f));
    }

    @Test
    void otherWeightsShowTheirWholeTensorAgain() {
        show(Granularity.CHANNEL);
        model.selectChannel(1);
        model.zoom(0, 0.5);
        model.valuesProperty().set(Optional.of(new LayerValues(Layers.weights(1f, 2f))));
        assertThat(model.channelProperty().get()).isEqualTo(HistogramViewModel.WHOLE_TENSOR);
        assertThat(model.stateProperty().get()).isEmpty();
        assertThat(model.isZoomed()).isFalse();
    }

    @Test
    void zoomIsKeptWhileARangeIsDragged() {
        show(Granularity.TENSOR);
        model.zoom(0, 0.5);
        ValueWindow near = model.windowProperty().get();
        model.beginMove();
        model.moveTo(End.MAX, 0.3, 0.01);
        model.commitMove();
        assertThat(model.windowProperty().get()).isEqualTo(near);
        model.resetWindow();
        assertThat(model.isZoomed()).isFalse();
    }

    private void show(Granularity granularity) {
        HistogramScenes.show(
                model,
                WEIGHTS,
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), granularity, Calibrator.minMax()));
        HistogramViewModel.RangeListener preview = HistogramScenes.preview(model);
        model.setOnRangeMoved((granule, range) -> {
            moved.add(range);
            preview.accept(granule, range);
        });
        model.setOnRangeCommitted(
                (granule, range) -> committed.add(granule + " [" + range.min() + ", " + range.max() + "]"));
    }
}
