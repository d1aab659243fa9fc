package org.bitwright.ui.graph;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** The text that is looked for, and what was found in the network that is shown. */
final class Finder {
    private final StringProperty wanted = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<FoundNodes> found = new ReadOnlyObjectWrapper<>(FoundNodes.NONE);
    private final BitSet hits = new BitSet();

    StringProperty wantedProperty() {
        return wanted;
    }

    ReadOnlyObjectProperty<FoundNodes> foundProperty() {
        return found.getReadOnlyProperty();
    }

    boolean isHit(int node) {
        return hits.get(node);
    }

    void search(Optional<DrawnGraph> graph) {
        found.set(
                graph.map(drawn -> FoundNodes.of(drawn.network(), wanted.get())).orElse(FoundNodes.NONE));
        hits.clear();
        found.get().hits().forEach(hits::set);
    }

    /** The next hit, or the one before for −1. */
    OptionalInt step(int by) {
        found.set(found.get().stepped(by));
        return found.get().current();
    }
}
