package org.bitwright.ui.joining;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.join.JoinRow;
import org.bitwright.project.join.Match;

/** A constant of the graph and the tensor that shall take its place. */
public final class PairRow {
    private final JoinRow proposed;
    private final ObjectProperty<Optional<JoinedPair>> pair;

    /** @param present the pair to begin with */
    PairRow(JoinRow proposed, Optional<JoinedPair> present) {
        this.proposed = proposed;
        pair = new SimpleObjectProperty<>(present);
    }

    JoinRow row() {
        return proposed;
    }

    public String initializer() {
        return proposed.initializer();
    }

    /** Names of the tensors that would fit. */
    List<String> candidates() {
        return proposed.candidates();
    }

    /** Empty where the graph's own values stay. */
    public ObjectProperty<Optional<JoinedPair>> pairProperty() {
        return pair;
    }

    Optional<String> tensor() {
        return pair.get().map(JoinedPair::tensor);
    }

    /** Whether the user chose something other than what was proposed. */
    boolean isByHand() {
        return !tensor().equals(proposed.proposed().map(JoinedPair::tensor));
    }

    /** Whether someone should look twice: the present pair is a guess, or there is none. */
    boolean isDoubtful() {
        return pair.get().isEmpty() || !isByHand() && proposed.match() == Match.IN_ORDER;
    }

    /** Whether the tensor's axes are put in another order. */
    boolean isTransposed() {
        return pair.get().filter(found -> !found.axes().isEmpty()).isPresent();
    }
}
