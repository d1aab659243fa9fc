package org.bitwright.ui.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.JoinedPair;
import org.bitwright.project.join.JoinFault;
import org.bitwright.project.join.Match;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** Pairs of constants and tensors in words. */
final class JoinTexts {
    private static final int MOST_NAMED = 4;

    private JoinTexts() {}

    /** How a pair came to be. */
    static String match(PairRow row) {
        if (row.isByHand()) {
            return Texts.get(row.tensor().isEmpty() ? "joinMatch.none" : "joinMatch.byHand");
        }
        Match match = row.row().match();
        String text = Texts.get("joinMatch." + match.name());
        return row.isTransposed() ? Texts.get("joinForm.transposed", text) : text;
    }

    /** What the pairs leave open on both sides. */
    static String summary(JoinViewModel model) {
        int all = model.rows().size();
        int paired = model.pairsProperty().get().size();
        String text = Texts.get("joinForm.paired", Numbers.count(paired), Numbers.count(all));
        long guesses = model.guesses();
        return guesses == 0 ? text : text + " " + Texts.get("joinForm.guesses", Numbers.count(guesses));
    }

    /** What anyone sees to be wrong; the rest is said by those who join. */
    static List<String> faults(JoinViewModel model) {
        if (model.pairsProperty().get().isEmpty()) {
            return List.of(Texts.get("joinForm.nothing"));
        }
        List<String> twice = takenTwice(model.pairsProperty().get());
        if (!twice.isEmpty()) {
            return twice;
        }
        List<String> missing = model.missing();
        if (missing.isEmpty() || model.keepMissingProperty().get()) {
            return List.of();
        }
        return List.of(Texts.get("joinForm.missing", Numbers.count(missing.size()), some(missing)));
    }

    /** What those who join say, in the user's language. */
    static List<String> sentences(List<JoinFault> faults) {
        return faults.stream()
                .map(fault -> Texts.get(
                        "joinFault." + fault.kind().name(), fault.details().toArray()))
                .toList();
    }

    /** Tensors that are paired more than once, a sentence each. */
    static List<String> takenTwice(List<JoinedPair> pairs) {
        Map<String, String> places = new HashMap<>();
        List<String> faults = new ArrayList<>();
        for (JoinedPair pair : pairs) {
            String other = places.putIfAbsent(pair.tensor(), pair.initializer());
            if (other != null) {
                faults.add(Texts.get("joinForm.twice", pair.tensor(), other, pair.initializer()));
            }
        }
        return faults;
    }

    /** The first names of a list that may be long. */
    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? first + ", …" : first;
    }
}
