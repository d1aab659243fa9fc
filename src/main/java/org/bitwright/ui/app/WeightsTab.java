package org.bitwright.ui.app;

import javafx.scene.Node;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.histogram.HistogramView;
import org.bitwright.ui.histogram.HistogramViewModel;
import org.bitwright.ui.histogram.LayerValues;
import org.bitwright.ui.histogram.QuantizedLayerValues;

/** Lets the histogram follow the layer under the hand, and the hand on the histogram edit it. */
final class WeightsTab {
    private final LayerEditor editor;
    private final HistogramViewModel histogram = new HistogramViewModel();

    private WeightsTab(Workbench workbench) {
        editor = workbench.editor();
        editor.rowProperty().addListener((property, before, now) -> {
            before.ifPresent(row -> row.quantizedProperty().removeListener(listener));
            now.ifPresent(row -> row.quantizedProperty().addListener(listener));
            histogram.titleProperty().set(now.map(LayerRow::name).orElse(""));
            showWeights();
        });
        editor.weightsProperty().addListener(observable -> showWeights());
        editor.channelProperty()
                .addListener(
                        (property, before, now) -> histogram.channelProperty().set(now.intValue()));
        histogram.setOnRangeMoved((granule, range) -> editor.preview(range));
        histogram.setOnRangeCommitted((granule, range) -> commit(range));
        histogram.setOnRangeAbandoned(editor::cancelPreview);
        histogram.setOnChannelSelected(editor.channelProperty()::set);
    }

    private final javafx.beans.InvalidationListener listener = observable -> showState();

    static Node create(Workbench workbench) {
        return new HistogramView(new WeightsTab(workbench).histogram);
    }

    private void commit(Range range) {
        editor.commit(range);
    }

    private void showWeights() {
        histogram.valuesProperty().set(editor.weightsProperty().get().map(LayerValues::new));
        histogram
                .loadingProperty()
                .set(editor.row().isPresent() && editor.weightsProperty().get().isEmpty());
        histogram.channelProperty().set(editor.channelProperty().get());
        showState();
    }

    private void showState() {
        histogram.stateProperty().set(editor.weightsProperty().get().flatMap(weights -> editor.row()
                .flatMap(LayerRow::quantized)
                .map(layer -> new QuantizedLayerValues(weights, layer))));
    }
}
