package org.bitwright.project;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.analysis.search.SearchAdvice;
import org.bitwright.export.JsonField;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** What a search says besides its result, as project files hold it. */
final class AdviceJson {
    private AdviceJson() {}

    static void put(ObjectNode node, SearchAdvice advice) {
        if (advice instanceof SearchAdvice.TooFewSamples few) {
            RealJson.put(node.put("kind", "too-few-samples"), "loss", few.loss());
            node.put("samples", few.samples()).put("needed", few.needed());
        } else if (advice instanceof SearchAdvice.BudgetTooSmall small) {
            RealJson.put(node.put("kind", "budget-too-small"), "least", small.least());
        } else if (advice instanceof SearchAdvice.KeptByHand kept) {
            node.put("kind", "kept-by-hand").put("layer", kept.layer());
        }
    }

    static List<SearchAdvice> read(JsonField list) throws InvalidFileException {
        List<SearchAdvice> advice = new ArrayList<>();
        for (JsonField line : list.elements()) {
            advice.add(advice(line));
        }
        return advice;
    }

    private static SearchAdvice advice(JsonField node) throws InvalidFileException {
        return switch (node.get("kind").text()) {
            case "too-few-samples" ->
                new SearchAdvice.TooFewSamples(
                        RealJson.read(node.get("loss")),
                        (int) node.get("samples").integer(0, Integer.MAX_VALUE),
                        node.get("needed").integer(0, Long.MAX_VALUE));
            case "budget-too-small" -> new SearchAdvice.BudgetTooSmall(RealJson.read(node.get("least")));
            case "kept-by-hand" -> new SearchAdvice.KeptByHand(node.get("layer").text());
            default -> node.get("kind").fail(Phrase.of("no advice that this version knows"));
        };
    }
}
