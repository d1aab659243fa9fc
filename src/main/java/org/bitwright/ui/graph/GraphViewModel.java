package org.bitwright.ui.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Sensitivities;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/**
 * The network of the open project as a graph: laid out in the background when someone first looks, its nodes and links
 * tied to the layers and activations that the panels share.
 */
public final class GraphViewModel {
    /** What there is to see. */
    enum State {
        /** No project, or nobody looked yet. */
        NOTHING,
        LAYING_OUT,
        /** The user stopped the layout. */
        STOPPED,
        /** The file holds weights and no graph. */
        NO_GRAPH,
        SHOWN
    }

    private final Workbench workbench;
    private final Layouts layouts;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.NOTHING);
    private final ReadOnlyObjectWrapper<Optional<DrawnGraph>> graph = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Finder finder = new Finder();
    private final ReadOnlyObjectWrapper<OptionalInt> cursor = new ReadOnlyObjectWrapper<>(OptionalInt.empty());
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper();
    /** Whether the keyboard is on the graph, so that its cursor is drawn. */
    private final BooleanProperty handShown = new SimpleBooleanProperty();

    private final Camera camera = new Camera();
    private final Shown shown;
    private final InvalidationListener changed = observable -> changed();
    private Runnable opened = () -> {};
    /** Whether a choice made here comes back, so that the view need not move. */
    private boolean choosing;

    public GraphViewModel(Workbench workbench, Tasks tasks) {
        this.workbench = workbench;
        layouts = new Layouts(tasks);
        shown = new Shown(workbench);
        workbench.projectProperty().addListener((property, before, now) -> forget());
        workbench.rows().addListener((InvalidationListener) observable -> followRows(changed));
        workbench.activations().rows().addListener((InvalidationListener) observable -> followRows(changed));
        workbench.selected().addListener((InvalidationListener) observable -> followSelection());
        workbench.activations().selected().addListener(changed);
        shown.colouringProperty().addListener(changed);
        handShown.addListener(changed);
        Texts.languageProperty().addListener(new WeakInvalidationListener(changed));
        workbench.sensitivities().revisionProperty().addListener(changed);
        active.addListener(observable -> layOutIfWanted());
        finder.wantedProperty().addListener(observable -> find());
    }

    /** Whether someone looks: nothing is laid out or drawn before. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** Called when the user wants to see a layer from near. */
    public void setOnOpen(Runnable action) {
        opened = action;
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<DrawnGraph>> graphProperty() {
        return graph.getReadOnlyProperty();
    }

    Optional<DrawnGraph> graph() {
        return graph.get();
    }

    Sensitivities sensitivities() {
        return workbench.sensitivities();
    }

    Shown shown() {
        return shown;
    }

    Finder finder() {
        return finder;
    }

    /** The node under the keyboard's hand. */
    ReadOnlyObjectProperty<OptionalInt> cursorProperty() {
        return cursor.getReadOnlyProperty();
    }

    /** Counts up whenever the picture must be drawn anew. */
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    BooleanProperty handShownProperty() {
        return handShown;
    }

    boolean isHandShown() {
        return handShown.get();
    }

    Camera camera() {
        return camera;
    }

    String fileName() {
        return workbench.project().map(open -> open.model().fileName()).orElse("");
    }

    List<LayerRow> layers(int node) {
        return shown.subjects().layers(node);
    }

    Optional<EdgeRow> edge(int link) {
        return shown.subjects().edge(link);
    }

    /**
     * A node was pointed at: its layers are chosen, or one more where {@code more}; what holds no layer only gets the
     * cursor.
     */
    void choose(int node, boolean more) {
        look(OptionalInt.of(node));
        List<LayerRow> rows = shown.subjects().layers(node);
        if (rows.isEmpty()) {
            return;
        }
        List<LayerRow> chosen = new ArrayList<>(more ? workbench.selected() : List.of());
        boolean there = more && chosen.containsAll(rows);
        chosen.removeAll(rows);
        if (!there) {
            chosen.addAll(rows);
        }
        choosing = true;
        workbench.select(chosen);
        choosing = false;
    }

    void chooseLink(int link, boolean more) {
        shown.subjects().edge(link).ifPresent(row -> {
            List<EdgeRow> chosen =
                    new ArrayList<>(more ? workbench.activations().selected() : List.of());
            if (!chosen.remove(row)) {
                chosen.add(row);
            }
            workbench.activations().select(chosen);
        });
    }

    /** Shows a node's layer from near. */
    void open(int node) {
        if (!shown.subjects().layers(node).isEmpty()) {
            choose(node, false);
            opened.run();
        }
    }

    void look(OptionalInt node) {
        cursor.set(node);
        changed();
    }

    /** Moves the cursor along the links or to the side, and keeps it in sight. */
    void move(Direction way) {
        graph().ifPresent(drawn -> {
            OptionalInt next =
                    cursor.get().isPresent() ? way.from(drawn, cursor.get().getAsInt()) : OptionalInt.of(start());
            next.ifPresent(node -> {
                look(next);
                camera.reveal(drawn.box(node), false);
            });
        });
    }

    /** Where the layer stands that was chosen last, or else the network's beginning. */
    private int start() {
        List<LayerRow> selected = workbench.selected();
        return selected.isEmpty()
                ? 0
                : shown.subjects().nodes(selected.get(selected.size() - 1)).stream()
                        .findFirst()
                        .orElse(0);
    }

    private void find() {
        finder.search(graph());
        changed();
    }

    /** Goes to the next hit, or the one before for −1. */
    void step(int by) {
        OptionalInt hit = finder.step(by);
        graph().ifPresent(drawn -> hit.ifPresent(node -> {
            look(hit);
            camera.reveal(drawn.box(node), true);
        }));
    }

    private void followRows(InvalidationListener changed) {
        shown.follow(graph());
        for (LayerRow row : workbench.rows()) {
            row.quantizedProperty().removeListener(changed);
            row.quantizedProperty().addListener(changed);
        }
        for (EdgeRow row : workbench.activations().rows()) {
            row.quantizedProperty().removeListener(changed);
            row.quantizedProperty().addListener(changed);
        }
    }

    private void followSelection() {
        changed();
        List<LayerRow> selected = workbench.selected();
        if (choosing || selected.isEmpty()) {
            return;
        }
        List<Integer> nodes = shown.subjects().nodes(selected.get(selected.size() - 1));
        graph().filter(drawn -> !nodes.isEmpty()).ifPresent(drawn -> {
            look(OptionalInt.of(nodes.get(0)));
            if (camera.isPlaced()) {
                camera.reveal(drawn.box(nodes.get(0)), false);
            }
        });
    }

    private void forget() {
        layouts.stop();
        show(Optional.empty());
        state.set(State.NOTHING);
        layOutIfWanted();
    }

    private void layOutIfWanted() {
        if (active.get() && state.get() == State.NOTHING) {
            layOut();
        }
        changed();
    }

    /** Lays the network out in the background. */
    void layOut() {
        workbench.project().ifPresent(open -> {
            state.set(State.LAYING_OUT);
            layouts.layOut(open.model(), drawn -> show(Optional.of(drawn)), () -> {
                if (state.get() == State.LAYING_OUT) {
                    state.set(State.STOPPED);
                }
            });
        });
    }

    void stop() {
        layouts.stop();
    }

    void show(Optional<DrawnGraph> next) {
        graph.set(next);
        shown.follow(next);
        cursor.set(OptionalInt.empty());
        camera.show(next.map(DrawnGraph::layout));
        next.ifPresent(drawn -> state.set(drawn.size() == 0 ? State.NO_GRAPH : State.SHOWN));
        find();
    }

    /** What the first view shows: the chosen layer, or the network's beginning. */
    Box beginning(DrawnGraph drawn) {
        return drawn.box(start());
    }

    private void changed() {
        shown.changed();
        revision.set(revision.get() + 1);
    }
}
