package org.bitwright.cli;

import java.util.List;
import java.util.Optional;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.join.JoinProposal;
import org.bitwright.project.join.JoinRow;

/**
 * A pair that the user sets.
 *
 * @param tensor empty where the constant keeps the graph's own numbers
 */
record PairOption(String initializer, String tensor, boolean transposed) {
    private static final String TRANSPOSED = "^T";

    /** Names may hold an equals sign: the constant is the longest name of the graph that one follows. */
    static Optional<PairOption> parse(String text, JoinProposal proposal) {
        Optional<String> known = proposal.rows().stream()
                .map(JoinRow::initializer)
                .filter(name -> text.startsWith(name + "="))
                .max((a, b) -> Integer.compare(a.length(), b.length()));
        int at = known.map(String::length).orElse(text.indexOf('='));
        if (at < 1) {
            return Optional.empty();
        }
        String tensor = text.substring(at + 1);
        boolean transposed = tensor.endsWith(TRANSPOSED);
        return Optional.of(new PairOption(
                text.substring(0, at),
                transposed ? tensor.substring(0, tensor.length() - TRANSPOSED.length()) : tensor,
                transposed));
    }

    /** Empty where the constant keeps the graph's own numbers; what does not fit is told as a fault. */
    Optional<JoinedPair> pair(JoinProposal proposal) {
        if (tensor.isEmpty()) {
            return Optional.empty();
        }
        return transposed
                ? Optional.of(new JoinedPair(initializer, tensor, List.of(1, 0)))
                : proposal.pair(initializer, tensor).or(() -> Optional.of(new JoinedPair(initializer, tensor)));
    }
}
