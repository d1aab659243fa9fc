package org.bitwright.ui.graph;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.ui.common.EdgeRow;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Workbench;

/**
 * How the nodes and links look now: their colours, and whether they are chosen. Remembered until something changes, since
 * a picture is drawn many times while it is moved.
 */
final class Shown {
    private final Workbench workbench;
    private final ObjectProperty<Colouring> colouring = new SimpleObjectProperty<>(Colouring.ERROR);
    private final Map<Integer, Tint> nodes = new HashMap<>();
    private final Map<Integer, Tint> links = new HashMap<>();
    private final Set<LayerRow> layers = new HashSet<>();
    private final Set<EdgeRow> edges = new HashSet<>();
    private Subjects subjects = Subjects.none();

    Shown(Workbench workbench) {
        this.workbench = workbench;
    }

    ObjectProperty<Colouring> colouringProperty() {
        return colouring;
    }

    Subjects subjects() {
        return subjects;
    }

    /** Another drawing, or other layers. */
    void follow(Optional<DrawnGraph> graph) {
        subjects = graph.map(drawn -> Subjects.of(drawn, workbench)).orElse(Subjects.none());
        changed();
    }

    /** Forgets what was remembered. */
    void changed() {
        nodes.clear();
        links.clear();
        layers.clear();
        layers.addAll(workbench.selected());
        edges.clear();
        edges.addAll(workbench.activations().selected());
    }

    boolean isSelected(int node) {
        return subjects.layers(node).stream().anyMatch(layers::contains);
    }

    boolean isLinkSelected(int link) {
        return subjects.edge(link).filter(edges::contains).isPresent();
    }

    /** The worst figure of a node's layers. */
    Tint tint(int node) {
        return nodes.computeIfAbsent(node, this::compute);
    }

    private Tint compute(int node) {
        return subjects.layers(node).stream()
                .map(row -> colouring.get() == Colouring.ERROR
                        ? Tints.error(row)
                        : Tints.loss(row, workbench.sensitivities()))
                .max(Comparator.comparingDouble(Tint::harm))
                .orElse(Tint.NONE);
    }

    Tint linkTint(int link) {
        return links.computeIfAbsent(
                link, which -> subjects.edge(which).map(Tints::error).orElse(Tint.NONE));
    }
}
