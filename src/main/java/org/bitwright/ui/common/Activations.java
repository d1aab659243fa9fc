package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.runtime.ActivationStatistics;

/**
 * The activations of the open project as the panels share them: what flows through them, the choices, and the plan that
 * the rules of the target make of these. Used on the window's thread.
 */
public final class Activations {
    /** What is known of the values that flow. */
    public enum State {
        /** There are no calibration data to run. */
        NO_DATA,
        /** They were not collected yet. */
        MISSING,
        COLLECTING,
        /** The network could not be run; {@link #failure()} says why. */
        FAILED,
        KNOWN
    }

    private final Workbench workbench;
    private final Tasks tasks;
    private final ObservableList<EdgeRow> rows = FXCollections.observableArrayList();
    private final ObservableList<EdgeRow> selected = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NO_DATA);
    private final ReadOnlyObjectWrapper<ActivationPlan> plan = new ReadOnlyObjectWrapper<>(ActivationPlan.none());
    private final EdgeEditor editor;
    private final ActivationEditing editing;
    private Optional<ActivationStatistics> shown = Optional.empty();
    private Optional<QuantConfig> planned = Optional.empty();
    private String failure = "";
    /** Whether someone looks at activations, so that statistics are collected without being asked for. */
    private boolean watched;

    Activations(Workbench workbench, Tasks tasks, Dialogs dialogs) {
        this.workbench = workbench;
        this.tasks = tasks;
        editor = new EdgeEditor(this);
        editing = new ActivationEditing(workbench, dialogs);
        workbench.selected().addListener((ListChangeListener<LayerRow>) change -> followLayers());
    }

    /** All quantizable activations, in the network's order. */
    public ObservableList<EdgeRow> rows() {
        return rows;
    }

    /** The chosen ones; the last one chosen comes last. Changed through {@link #select}. */
    public ObservableList<EdgeRow> selected() {
        return selected;
    }

    public EdgeEditor editor() {
        return editor;
    }

    public ActivationEditing editing() {
        return editing;
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Why statistics could not be collected; empty unless that failed. */
    public String failure() {
        return failure;
    }

    /** What the present configuration comes to on its target, as far as it is known. */
    public ReadOnlyObjectProperty<ActivationPlan> planProperty() {
        return plan.getReadOnlyProperty();
    }

    public Optional<EdgeRow> row(String edge) {
        return rows.stream().filter(row -> row.name().equals(edge)).findFirst();
    }

    /** What flows into a layer; empty where it is no quantizable activation. */
    public Optional<EdgeRow> inputOf(Layer layer) {
        return rows.stream()
                .filter(row -> row.edge().consumers().stream().anyMatch(layer.operators()::contains))
                .findFirst();
    }

    /** Whether it flows into or out of one of the selected layers. */
    public boolean touchesSelection(EdgeRow row) {
        return workbench.selected().stream().anyMatch(layer -> touches(row.edge(), layer.layer()));
    }

    private static boolean touches(Edge edge, Layer layer) {
        return layer.operators().contains(edge.producer())
                || edge.consumers().stream().anyMatch(layer.operators()::contains);
    }

    /** Chooses activations; the last of them is the one that is shown. */
    public void select(List<EdgeRow> chosen) {
        if (!selected.equals(chosen)) {
            selected.setAll(chosen);
        }
        editor.show(chosen.isEmpty() ? Optional.empty() : Optional.of(chosen.get(chosen.size() - 1)));
    }

    /** Whether activations are looked at: then statistics are collected as soon as they can be. */
    public void watch(boolean now) {
        watched = now;
        workbench.project().ifPresent(this::collectIfWanted);
    }

    public boolean isWatched() {
        return watched;
    }

    /** Collects statistics on the calibration data, in a task that the user sees. */
    public void collect() {
        workbench
                .project()
                .filter(open -> open.dataSets().calibration().isPresent())
                .ifPresent(this::collect);
    }

    void show(Project next) {
        clear();
        QuantConfig config = next.config();
        rows.setAll(next.model().edges().stream()
                .map(edge -> new EdgeRow(edge, config.activation(edge.name())))
                .toList());
    }

    void clear() {
        selected.clear();
        editor.show(Optional.empty());
        rows.clear();
        shown = Optional.empty();
        planned = Optional.empty();
        plan.set(ActivationPlan.none());
        state.set(State.NO_DATA);
    }

    /** Brings everything in line with the project, after it was changed. */
    void refresh(Project open) {
        QuantConfig config = open.config();
        rows.forEach(row -> row.set(config.activation(row.name())));
        Optional<ActivationStatistics> known = open.activations().known(config);
        boolean same = known.equals(shown);
        shown = known;
        if (!same) {
            rows.forEach(row -> row.set(known.flatMap(all -> all.edge(row.name()))));
        }
        if (known.isPresent()) {
            state.set(State.KNOWN);
        } else if (state.get() != State.COLLECTING && (same || state.get() != State.FAILED)) {
            state.set(open.dataSets().calibration().isPresent() ? stateWithout() : State.NO_DATA);
        }
        if (!same || !planned.equals(Optional.of(config))) {
            plan(open, config);
        }
        collectIfWanted(open);
    }

    private State stateWithout() {
        return state.get() == State.FAILED ? State.FAILED : State.MISSING;
    }

    private void collectIfWanted(Project open) {
        boolean wanted = watched || open.config().needsStatistics();
        if (wanted && state.get() == State.MISSING && !rows.isEmpty()) {
            collect(open);
        }
    }

    private void collect(Project open) {
        QuantConfig config = open.config();
        state.set(State.COLLECTING);
        failure = "";
        tasks.<ActivationStatistics>task(Texts.supply("task.statistics"), (progress, cancel) -> open.activations()
                        .statistics(config, progress, cancel))
                .latest("statistics")
                .onFailure(error -> failed(open, error))
                .onFinished(() -> arrived(open))
                .start();
    }

    private void failed(Project open, Throwable error) {
        if (isOpen(open)) {
            failure = FailureTexts.sentence(error);
            state.set(State.FAILED);
        }
    }

    /** After success, failure or cancel. */
    private void arrived(Project open) {
        if (!isOpen(open)) {
            return;
        }
        if (state.get() == State.COLLECTING) {
            // A cancelled collection is not begun again by itself.
            state.set(open.activations().known(open.config()).isPresent() ? State.KNOWN : State.FAILED);
        }
        workbench.refresh();
    }

    /** Shows the numbers of the plan again, in the place of a preview. */
    void recompute() {
        workbench.project().ifPresent(open -> plan(open, open.config()));
    }

    private void plan(Project open, QuantConfig config) {
        planned = Optional.of(config);
        List<PlannedEdges.Source> sources = rows.stream()
                .map(row -> new PlannedEdges.Source(row, row.config(), row.statistics()))
                .toList();
        tasks.<PlannedEdges>task(
                        Texts.supply("task.plan"),
                        (progress, cancel) ->
                                PlannedEdges.of(open.activations().planAsKnown(config, cancel), sources, cancel))
                .latest("plan")
                .hidden()
                .onSuccess(edges -> {
                    if (isOpen(open)) {
                        edges.show();
                        plan.set(edges.plan());
                    }
                })
                .start();
    }

    private boolean isOpen(Project open) {
        return workbench.project().filter(open::equals).isPresent();
    }

    /** The layer that is chosen last brings what flows into it. */
    private void followLayers() {
        List<LayerRow> layers = workbench.selected();
        if (layers.isEmpty() || rows.isEmpty()) {
            return;
        }
        Layer lead = layers.get(layers.size() - 1).layer();
        boolean there = selected.stream().anyMatch(row -> touches(row.edge(), lead));
        if (!there) {
            inputOf(lead)
                    .or(() -> rows.stream()
                            .filter(row -> touches(row.edge(), lead))
                            .findFirst())
                    .ifPresent(row -> select(new ArrayList<>(List.of(row))));
        }
    }
}
