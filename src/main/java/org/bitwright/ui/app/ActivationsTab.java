package org.bitwright.ui.app;

import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.layout.StackPane;
import org.bitwright.ui.activations.EdgesView;
import org.bitwright.ui.activations.EdgesViewModel;
import org.bitwright.ui.activations.StatisticsView;
import org.bitwright.ui.common.Activations;
import org.bitwright.ui.common.EdgeEditor;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.RuleTexts;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.histogram.EdgeValues;
import org.bitwright.ui.histogram.HistogramView;
import org.bitwright.ui.histogram.HistogramViewModel;
import org.bitwright.ui.histogram.QuantizedEdgeValues;
import org.bitwright.ui.histogram.ValueKind;
import org.bitwright.ui.inspector.EdgeInspectorView;
import org.bitwright.ui.inspector.EdgeInspectorViewModel;

/**
 * What flows through the activation under the hand, and the hand on its range. While the tab is in front, the list of
 * activations stands below that of layers.
 */
final class ActivationsTab {
    private static final double SHARE_OF_LAYERS = 0.5;

    private final Workbench workbench;
    private final Activations activations;
    private final EdgeEditor editor;
    private final HistogramViewModel histogram = new HistogramViewModel(ValueKind.ACTIVATIONS);
    private final HistogramView view = new HistogramView(histogram);
    private final EdgesView edges;
    private final Tab tab = new Tab();
    /** Weights without a network have no activations. */
    private final BooleanBinding watching;
    private final InvalidationListener shown = observable -> showState();
    private final InvalidationListener known = observable -> showValues();

    ActivationsTab(Workbench workbench, Runnable takingCalibration, Runnable openingCalibration) {
        this.workbench = workbench;
        activations = workbench.activations();
        editor = activations.editor();
        edges = new EdgesView(new EdgesViewModel(workbench));
        StatisticsView statistics = new StatisticsView(activations, takingCalibration, openingCalibration);
        view.visibleProperty().bind(statistics.visibleProperty().not());
        tab.setId("activations-tab");
        tab.textProperty().bind(Texts.bind("activations.title"));
        tab.setContent(new StackPane(view, statistics));
        watching = Bindings.createBooleanBinding(
                () -> tab.isSelected() && !workbench.lacksNetwork().get(),
                tab.selectedProperty(),
                workbench.lacksNetwork());
        watching.addListener((property, before, now) -> activations.watch(now));
        followEdge();
        editor.channelProperty()
                .addListener(
                        (property, before, now) -> histogram.channelProperty().set(now.intValue()));
        Texts.follow(view, this::showState);
        histogram.setOnRangeMoved((granule, range) -> editor.preview(range));
        histogram.setOnRangeCommitted((granule, range) -> editor.commit(range));
        histogram.setOnRangeAbandoned(editor::cancelPreview);
        histogram.setOnChannelSelected(editor.channelProperty()::set);
    }

    private void followEdge() {
        editor.rowProperty().addListener((property, before, now) -> {
            before.ifPresent(row -> {
                row.quantizedProperty().removeListener(shown);
                row.notesProperty().removeListener(shown);
                row.statisticsProperty().removeListener(known);
            });
            now.ifPresent(row -> {
                row.quantizedProperty().addListener(shown);
                row.notesProperty().addListener(shown);
                row.statisticsProperty().addListener(known);
            });
            histogram.titleProperty().set(now.map(EdgeRow::name).orElse(""));
            showValues();
        });
    }

    Tab tab() {
        return tab;
    }

    EdgesView edges() {
        return edges;
    }

    /** The inspector of activations in the place of that of layers, while activations are looked at. */
    Node inspectors(Node layers) {
        EdgeInspectorView edges = new EdgeInspectorView(new EdgeInspectorViewModel(workbench));
        edges.visibleProperty().bind(watching);
        layers.visibleProperty().bind(watching.not());
        return new StackPane(layers, edges);
    }

    /** Puts the list of activations below that of layers while the tab is in front. */
    void shareRoom(SplitPane lists) {
        watching.addListener((property, before, now) -> {
            if (now && !lists.getItems().contains(edges)) {
                lists.getItems().add(edges);
                lists.setDividerPositions(SHARE_OF_LAYERS);
            } else if (!now) {
                lists.getItems().remove(edges);
            }
        });
    }

    private void showValues() {
        Optional<EdgeRow> row = editor.row();
        histogram.valuesProperty().set(row.flatMap(EdgeRow::statistics).map(EdgeValues::new));
        histogram.channelProperty().set(editor.channelProperty().get());
        showState();
    }

    private void showState() {
        Optional<EdgeRow> row = editor.row();
        histogram.editableProperty().set(row.filter(EdgeRow::hasRange).isPresent());
        histogram.stateProperty().set(row.flatMap(EdgeRow::quantized).map(QuantizedEdgeValues::new));
        histogram.noteProperty().set(row.map(ActivationsTab::note).orElse(""));
    }

    /** Why the range cannot be taken hold of. */
    private static String note(EdgeRow row) {
        if (row.hasRange()) {
            return "";
        }
        if (row.config().isDynamic()) {
            return Texts.get("inspector.mode.dynamic");
        }
        return row.notes().stream()
                .findFirst()
                .map(RuleTexts::sentence)
                .orElseGet(() -> Texts.get("histogram.hint.float"));
    }
}
