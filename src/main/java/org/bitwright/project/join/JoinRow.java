package org.bitwright.project.join;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.JoinedPair;
import org.bitwright.model.Shape;

/**
 * A constant of the graph, and the tensors that could take its place.
 *
 * @param initializer its name in the graph
 * @param use what the graph uses it for: name and type of the first operator that takes it
 * @param proposed the pair that is proposed, with the order of axes; empty where {@code match} is {@link Match#NONE}
 * @param candidates names of all tensors that would fit by their shapes, the proposed one too, in the order of the file
 */
public record JoinRow(
        String initializer,
        ElementType type,
        Shape shape,
        String use,
        Optional<JoinedPair> proposed,
        Match match,
        List<String> candidates) {
    public JoinRow {
        candidates = List.copyOf(candidates);
    }

    /** Whether the user should look twice. */
    public boolean isGuess() {
        return match == Match.IN_ORDER;
    }
}
